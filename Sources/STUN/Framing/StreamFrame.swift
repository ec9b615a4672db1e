/// The boundary of the next message in a stream of STUN messages and ChannelData over TCP or TLS (RFC 8656 section
/// 12.5).
///
/// It stores and allocates nothing: the caller keeps the bytes that have arrived and asks again when there are more. No
/// memory is reserved for an announced length; the caller waits for at most ``maximumSize`` bytes.
package enum StreamFrame: Hashable, Sendable {
    /// A message of `count` bytes is complete; with its padding it takes `padded` bytes of the stream.
    case message(count: Int, padded: Int)
    /// The beginning of a message, or no bytes at all.
    case incomplete
    /// Neither STUN nor ChannelData. The rest of the stream cannot be parsed either.
    case broken

    /// The most bytes that a message takes of the stream: a STUN header, and the longest length that is a multiple of
    /// 4.
    package static let maximumSize = MessageHeader.size + 0xFFFC

    /// Looks at the beginning of `stream`.
    package init(at stream: RawSpan) {
        guard stream.byteCount >= 4 else {
            self = stream.byteCount == 0 || Self.isPlausible(stream.uint8(at: 0)) ? .incomplete : .broken
            return
        }
        let first = stream.uint16(at: 0)
        let length = Int(stream.uint16(at: 2))
        let count: Int
        if ChannelData.numbers.contains(first) {
            count = ChannelData.headerSize + length
        } else if first & 0xC000 == 0, length % 4 == 0 {
            if stream.byteCount >= 8, stream.uint32(at: 4) != MessageHeader.magicCookie {
                self = .broken
                return
            }
            count = MessageHeader.size + length
        } else {
            self = .broken
            return
        }
        let padded = (count + 3) / 4 * 4
        self = padded <= stream.byteCount ? .message(count: count, padded: padded) : .incomplete
    }

    /// Whether a message can begin with this byte: two zero bits, or a channel number.
    private static func isPlausible(_ byte: UInt8) -> Bool {
        byte < 0x80
    }
}
