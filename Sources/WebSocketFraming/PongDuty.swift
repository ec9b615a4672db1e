package import NIOCore

/// The order of pongs: one is being written at a time, and the next one answers the newest ping, which answers all
/// earlier ones too (RFC 6455, section 5.5.3). So a flood of pings is neither echoed nor queued, and a ping is answered
/// even when the socket takes bytes slowly.
package struct PongDuty: Sendable {
    private var isOnItsWay = false
    private var owed: ByteBuffer?

    /// No ping has arrived.
    package init() {}

    /// Records a ping. Returns the payload of the pong to write now, `nil` while another one is being written.
    package mutating func asked(_ payload: ByteBuffer) -> ByteBuffer? {
        owed = payload
        return isOnItsWay ? nil : next()
    }

    /// The socket has taken a pong. Returns the payload of the next one, if any.
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
