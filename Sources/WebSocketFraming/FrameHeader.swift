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
