import NetPrimitives

/// The offsets of the parts of an IP packet, or of the beginning of one that an ICMP error quotes.
struct IPLayout {
    let source: IPAddress
    let destination: IPAddress
    /// Offset of the first header behind the IP headers.
    let payloadOffset: Int
    /// The offset behind the packet's last byte, by its own length field and never beyond the end of the bytes.
    let end: Int

    private let payloadProtocol: UInt8
    private let isLaterFragment: Bool

    /// Numbers of the IANA protocol registry.
    private enum Number {
        static let hopByHop: UInt8 = 0
        static let icmp: UInt8 = 1
        static let tcp: UInt8 = 6
        static let udp: UInt8 = 17
        static let routing: UInt8 = 43
        static let fragment: UInt8 = 44
        static let icmpv6: UInt8 = 58
        static let destinationOptions: UInt8 = 60
    }

    /// Reads the IP headers at the start of `bytes`; nil when they are wrong. Only a quoted packet may be cut short
    /// behind its headers.
    init?(_ bytes: ArraySlice<UInt8>, isQuote: Bool) {
        guard let first = bytes.first else { return nil }
        switch first >> 4 {
        case 4: self.init(ipv4: bytes, isQuote: isQuote)
        case 6: self.init(ipv6: bytes, isQuote: isQuote)
        default: return nil
        }
    }

    private init?(ipv4 bytes: ArraySlice<UInt8>, isQuote: Bool) {
        let start = bytes.startIndex
        guard bytes.count >= 20 else { return nil }
        let headerLength = Int(bytes[start] & 0x0F) * 4
        let length = Int(bytes.word(at: start + 2))
        guard headerLength >= 20, headerLength <= length, headerLength <= bytes.count else { return nil }
        guard isQuote || length <= bytes.count else { return nil }
        source = bytes.ipv4Address(at: start + 12)
        destination = bytes.ipv4Address(at: start + 16)
        payloadOffset = start + headerLength
        end = min(start + length, bytes.endIndex)
        payloadProtocol = bytes[start + 9]
        isLaterFragment = bytes.word(at: start + 6) & 0x1FFF != 0
    }

    private init?(ipv6 bytes: ArraySlice<UInt8>, isQuote: Bool) {
        let start = bytes.startIndex
        guard bytes.count >= 40 else { return nil }
        let length = 40 + Int(bytes.word(at: start + 4))
        guard isQuote || length <= bytes.count else { return nil }
        source = bytes.ipv6Address(at: start + 8)
        destination = bytes.ipv6Address(at: start + 24)
        end = min(start + length, bytes.endIndex)

        var number = bytes[start + 6]
        var offset = start + 40
        var isLaterFragment = false
        // Each turn advances by at least eight bytes.
        walk: while !isLaterFragment, offset + 8 <= end {
            switch number {
            case Number.hopByHop, Number.routing, Number.destinationOptions:
                number = bytes[offset]
                offset += 8 + 8 * Int(bytes[offset + 1])
            case Number.fragment:
                isLaterFragment = bytes.word(at: offset + 2) & 0xFFF8 != 0
                number = bytes[offset]
                offset += 8
            default:
                break walk
            }
        }
        payloadOffset = min(offset, end)
        payloadProtocol = number
        self.isLaterFragment = isLaterFragment
    }

    /// The payload type of the packet `bytes`, from which this layout was read.
    func payload(in bytes: ArraySlice<UInt8>) -> IPPacket.Payload {
        if isLaterFragment { return .laterFragment }
        let available = end - payloadOffset
        switch payloadProtocol {
        case Number.udp where available >= 8: return .flow(.udp)
        case Number.tcp where available >= 20: return .flow(.tcp)
        case Number.icmp where available >= 8 && source.bitWidth == 32:
            return Self.payload(ofICMP: bytes[payloadOffset])
        case Number.icmpv6 where available >= 8 && source.bitWidth == 128:
            return Self.payload(ofICMPv6: bytes[payloadOffset])
        default: return .other
        }
    }

    /// The transport protocol of a quoted packet; nil when it has none that could be translated. Eight bytes behind the
    /// IP header are enough (RFC 792).
    func quotedFlow(in bytes: ArraySlice<UInt8>) -> TransportProtocol? {
        guard !isLaterFragment, end - payloadOffset >= 8 else { return nil }
        if payloadProtocol == Number.tcp { return .tcp }
        guard case .flow(let transport) = payload(in: bytes) else { return nil }
        return transport
    }

    private static func payload(ofICMP type: UInt8) -> IPPacket.Payload {
        switch type {
        case 0, 8: .flow(.echo)
        // These are destination unreachable, source quench, time exceeded, parameter problem.
        case 3, 4, 11, 12: .icmpError
        default: .other
        }
    }

    private static func payload(ofICMPv6 type: UInt8) -> IPPacket.Payload {
        switch type {
        case 128, 129: .flow(.echo)
        // All errors have the highest bit clear (RFC 4443 section 2.1).
        case 0..<128: .icmpError
        default: .other
        }
    }
}
