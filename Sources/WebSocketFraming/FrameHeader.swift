/// The bytes before a frame's payload (RFC 6455, section 5.2).
package struct FrameHeader: Hashable, Sendable {
    /// Whether this is the last frame of its message.
    package var isFinal: Bool
    /// The type of the frame.
    package var opcode: Opcode
    /// The masking key: present in all frames of a client, in none of a server.
    package var maskingKey: MaskingKey?
    /// The payload's length in bytes, 0 to 2^63 - 1.
    package var payloadLength: Int

    /// The longest payload of a control frame, in bytes (RFC 6455, section 5.5).
    package static let maximumControlPayload = 125
    /// The longest header, in bytes: two, then a 64-bit length and the masking key.
    package static let maximumSize = 14

    /// A header for a payload of `payloadLength` bytes, which must not be negative.
    package init(isFinal: Bool = true, opcode: Opcode, maskingKey: MaskingKey? = nil, payloadLength: Int) {
        precondition(payloadLength >= 0, "a frame's length is not negative")
        self.isFinal = isFinal
        self.opcode = opcode
        self.maskingKey = maskingKey
        self.payloadLength = payloadLength
    }
}

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
