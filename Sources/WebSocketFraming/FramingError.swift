/// A violation of the framing by the peer. Each one closes the connection, with ``closeCode``.
package enum FramingError: Error, Hashable, Sendable {
    /// A reserved bit is set although no extension was agreed (RFC 6455, section 5.2).
    case reservedBits
    /// An opcode from 0x3 to 0x7 or 0xB to 0xF.
    case reservedOpcode(UInt8)
    /// A length encoded in more bytes than necessary, or of more than 63 bits.
    case nonMinimalLength
    /// A control frame longer than 125 bytes.
    case oversizedControlFrame
    /// A control frame that is not final.
    case fragmentedControlFrame
    /// A client's frame without masking (RFC 6455, section 5.1).
    case unmaskedFrame
    /// A server's frame with masking.
    case maskedFrame
    /// A continuation without a message to continue.
    case unexpectedContinuation
    /// A new message before the last one ended.
    case unfinishedMessage
    /// More bytes in one frame or message than allowed.
    case messageTooBig
    /// More frames in one message than allowed.
    case tooManyFragments
    /// A text message or a close reason that is not UTF-8.
    case invalidUTF8
    /// A close frame with a payload of one byte.
    case truncatedCloseStatus
    /// A close code that may not be sent.
    case invalidCloseCode(UInt16)
    /// A text message on a socket for binary messages.
    case textNotTaken

    /// The code to close the connection with.
    package var closeCode: CloseCode {
        switch self {
        case .messageTooBig: .messageTooBig
        case .tooManyFragments: .policyViolation
        case .invalidUTF8: .invalidData
        case .textNotTaken: .unsupportedData
        case .reservedBits, .reservedOpcode, .nonMinimalLength, .oversizedControlFrame, .fragmentedControlFrame,
            .unmaskedFrame, .maskedFrame, .unexpectedContinuation, .unfinishedMessage, .truncatedCloseStatus,
            .invalidCloseCode:
            .protocolError
        }
    }
}
