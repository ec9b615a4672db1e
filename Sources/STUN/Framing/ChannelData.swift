package import NIOCore

/// A ChannelData message: a header of four bytes and the payload (RFC 8656 section 12.4).
package struct ChannelData: Hashable, Sendable {
    /// Number of bytes of the header.
    package static let headerSize = 4
    /// Channel numbers that a client may bind: the range of RFC 5766 section 11, from which clients in use choose. RFC
    /// 8656 section 12 ends it at 4FFF, to leave room for other protocols on the same port (RFC 7983); here there are
    /// none.
    package static let numbers: ClosedRange<UInt16> = 0x4000...0x7FFF

    /// The channel, in ``numbers``.
    package var number: UInt16
    /// Indices of the payload.
    package var payload: Range<Int>

    /// Whether a message that begins with `bytes` is ChannelData: the first two bits tell it from STUN (RFC 8656
    /// section 12). False for no bytes.
    package static func isBeginning(_ bytes: RawSpan) -> Bool {
        bytes.byteCount > 0 && bytes.uint8(at: 0) & 0xC0 == 0x40
    }

    /// Reads the message at the beginning of `message`; nil when it is not ChannelData or is cut short. Bytes behind
    /// the payload, for example the padding of a stream, are ignored.
    package init?(parsing message: RawSpan) {
        guard message.byteCount >= Self.headerSize else { return nil }
        number = message.uint16(at: 0)
        let length = Int(message.uint16(at: 2))
        guard Self.numbers.contains(number), length <= message.byteCount - Self.headerSize else { return nil }
        payload = Self.headerSize..<Self.headerSize + length
    }

    /// Appends the message that carries `payload` on channel `number`; on a stream padded to four bytes (RFC 8656
    /// section 12.5). Traps for a payload of more than 65,535 bytes.
    package static func write(_ payload: RawSpan, on number: UInt16, padded: Bool, to buffer: inout ByteBuffer) {
        let count = payload.byteCount
        let padding = padded ? (4 - count % 4) % 4 : 0
        buffer.writeMultipleIntegers(number, UInt16(count))
        payload.withUnsafeBytes { _ = buffer.writeBytes($0) }
        buffer.writeRepeatingByte(0, count: padding)
    }
}
