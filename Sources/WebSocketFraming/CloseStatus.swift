package import NIOCore

/// The payload of a close frame: a code and a reason for debugging (RFC 6455, section 5.5.1).
package struct CloseStatus: Hashable, Sendable {
    /// The close code.
    package let code: CloseCode
    /// UTF-8 text of at most ``maximumReasonLength`` bytes; may be empty.
    package let reason: String

    /// The longest reason in bytes: the payload of a control frame (125) minus the code (2).
    package static let maximumReasonLength = FrameHeader.maximumControlPayload - 2

    /// A status. A reason that is too long is cut behind the last character that fits.
    package init(_ code: CloseCode, _ reason: String = "") {
        self.code = code
        self.reason = reason.utf8.count <= Self.maximumReasonLength ? reason : Self.cut(reason)
    }

    /// Reads the unmasked payload of a close frame. `nil` when the frame is empty and so has no status.
    ///
    /// Throws when the payload is one byte long, the code may not be sent, or the reason is not UTF-8.
    package static func parse(_ payload: ByteBuffer) throws(FramingError) -> CloseStatus? {
        var payload = payload
        if payload.readableBytes == 0 { return nil }
        guard let number = payload.readInteger(as: UInt16.self) else { throw .truncatedCloseStatus }
        let code = CloseCode(rawValue: number)
        guard code.isSendable else { throw .invalidCloseCode(number) }
        guard let reason = payload.validUTF8() else { throw .invalidUTF8 }
        return CloseStatus(code, reason)
    }

    private static func cut(_ reason: String) -> String {
        var kept = ""
        var length = 0
        for character in reason {
            length += character.utf8.count
            if length > maximumReasonLength { break }
            kept.append(character)
        }
        return kept
    }
}

extension ByteBuffer {
    /// The readable bytes as text; `nil` when they are not UTF-8.
    func validUTF8() -> String? {
        String(validating: readableBytesView, as: UTF8.self)
    }

    /// Whether the readable bytes are UTF-8.
    var isUTF8: Bool {
        // Nearly all text in signaling is ASCII, which is checked without making a string.
        let isASCII = withUnsafeReadableBytes { bytes in bytes.allSatisfy { $0 < 0x80 } }
        return isASCII || validUTF8() != nil
    }
}
