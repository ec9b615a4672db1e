/// The type of a frame (RFC 6455, section 5.2).
package enum Opcode: UInt8, Sendable {
    /// The next fragment of a message.
    case continuation = 0x0
    /// UTF-8 text.
    case text = 0x1
    /// Binary data.
    case binary = 0x2
    /// The sender sends nothing more after this frame.
    case close = 0x8
    /// Asks for a pong with the same payload.
    case ping = 0x9
    /// Answers a ping; unasked, a sign of life.
    case pong = 0xA

    /// Whether this is a control frame, which is short and may stand between the fragments of a message (RFC 6455,
    /// section 5.5).
    package var isControl: Bool { rawValue & 0x8 != 0 }
}
