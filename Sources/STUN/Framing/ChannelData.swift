package import NIOCore

/// A ChannelData message: four bytes and what is carried (RFC 8656 section 12.4).
package struct ChannelData: Hashable, Sendable {
    /// Number of bytes of the header.
    package static let headerSize = 4
    /// The numbers a client may bind: those of RFC 5766 section 11, which clients in use choose from. RFC 8656
    /// section 12 ends at 4FFF, to tell channels from other protocols on one port (RFC 7983), of which none comes here.
    package static let numbers: ClosedRange<UInt16> = 0x4000...0x7FFF

    /// The channel, in ``numbers``.
    package var number: UInt16
    /// Indices of what is carried.
    package var payload: Range<Int>

    /// Whether what begins with `bytes` is ChannelData, or nothing: the first two bits tell it from STUN (RFC 8656
    /// section 12).
    package static func isBeginning(_ bytes: RawSpan) -> Bool {
        bytes.byteCount > 0 && bytes.uint8(at: 0) & 0xC0 == 0x40
    }

    /// Reads the message at the beginning of `message`; nil when it is none or is cut short. What follows its payload,
    /// the padding of a stream for example, is ignored.
    package init?(parsing message: RawSpan) {
        guard message.byteCount >= Self.headerSize else { return nil }
        number = message.uint16(at: 0)
        let length = Int(message.uint16(at: 2))
        guard Self.numbers.contains(number), length <= message.byteCount - Self.headerSize else { return nil }
        payload = Self.headerSize..<Self.headerSize + length
    }

    /// Appends the message that carries `payload` on channel `number`; on a stream padded to four bytes (RFC 8656
    /// section 12.5). More than 65,535 bytes of payload are the caller's mistake and trap.
    package static func write(_ payload: RawSpan, on number: UInt16, padded: Bool, to buffer: inout ByteBuffer) {
        let count = payload.byteCount
        let padding = padded ? (4 - count % 4) % 4 : 0
        buffer.writeMultipleIntegers(number, UInt16(count))
        payload.withUnsafeBytes { _ = buffer.writeBytes($0) }
        buffer.writeRepeatingByte(0, count: padding)
    }
}
