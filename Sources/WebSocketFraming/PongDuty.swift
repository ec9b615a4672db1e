package import NIOCore

/// Decides which pings are answered when: one pong is on its way at a time, and then the newest ping is answered, which
/// answers those before it too (RFC 6455, section 5.5.3). So a flood of pings is neither echoed nor queued, and a ping
/// behind bytes that are slow to be taken is answered all the same.
package struct PongDuty: Sendable {
    private var isOnItsWay = false
    private var owed: ByteBuffer?

    /// No ping has come.
    package init() {}

    /// A ping came. Returns the payload of the pong that is to be written now.
    package mutating func asked(_ payload: ByteBuffer) -> ByteBuffer? {
        owed = payload
        return isOnItsWay ? nil : next()
    }

    /// The socket has taken a pong. Returns the payload of the next.
    package mutating func taken() -> ByteBuffer? {
        isOnItsWay = false
        return next()
    }

    private mutating func next() -> ByteBuffer? {
        guard let payload = owed else { return nil }
        owed = nil
        isOnItsWay = true
        return payload
    }
}
