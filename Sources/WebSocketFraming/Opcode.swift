/// What a frame carries (RFC 6455, section 5.2).
package enum Opcode: UInt8, Sendable {
    /// A further part of the message that an earlier frame began.
    case continuation = 0x0
    /// UTF-8 text.
    case text = 0x1
    /// Bytes without further meaning to the protocol.
    case binary = 0x2
    /// The sender sends nothing more after this frame.
    case close = 0x8
    /// Asks for a pong with the same payload.
    case ping = 0x9
    /// Answers a ping, or says unasked that the sender is alive.
    case pong = 0xA

    /// Control frames may stand between the fragments of a message, and are small (RFC 6455, section 5.5).
    package var isControl: Bool { rawValue & 0x8 != 0 }
}
