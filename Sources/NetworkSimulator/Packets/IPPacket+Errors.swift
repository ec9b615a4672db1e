import NetPrimitives

extension IPPacket {
    /// The flow that this ICMP error is about, read from the packet it quotes; nil when it is not such an error, or
    /// quotes too little.
    var quotedFlow: Flow? {
        guard let (layout, transport) = quote else { return nil }
        let offsets = Self.portOffsets(of: transport, at: layout.payloadOffset)
        return Flow(
            transport: transport,
            source: TransportAddress(layout.source, port: bytes[...].word(at: offsets.source)),
            destination: TransportAddress(layout.destination, port: bytes[...].word(at: offsets.destination))
        )
    }

    /// Rewrites an inbound error: both its destination and the source of the quoted packet become `inside` (RFC 5508
    /// section 4.2).
    mutating func redirectError(to inside: TransportAddress) {
        guard let (layout, transport) = quote, inside.address.bitWidth == destination.bitWidth else { return }
        bytes.write(inside.address, at: isIPv4 ? 16 : 24)
        bytes.write(inside.address, at: quoteOffset + (isIPv4 ? 12 : 8))
        bytes.write(inside.port, at: Self.portOffsets(of: transport, at: layout.payloadOffset).source)
        destination = inside.address
        repairErrorChecksums(quotedHeader: quoteOffset..<layout.payloadOffset)
    }

    /// Rewrites an outbound error: both its source and the destination of the quoted packet become `outside`.
    mutating func disguiseError(as outside: TransportAddress) {
        guard let (layout, transport) = quote, outside.address.bitWidth == source.bitWidth else { return }
        bytes.write(outside.address, at: isIPv4 ? 12 : 8)
        bytes.write(outside.address, at: quoteOffset + (isIPv4 ? 16 : 24))
        bytes.write(outside.port, at: Self.portOffsets(of: transport, at: layout.payloadOffset).destination)
        source = outside.address
        repairErrorChecksums(quotedHeader: quoteOffset..<layout.payloadOffset)
    }

    /// The 'administratively prohibited' error of ICMP or ICMPv6 that `router` sends for a packet that its rules
    /// forbid. Nil for packets that must not be answered (RFC 1122 section 3.2.2, RFC 4443 section 2.4).
    func prohibition(from router: IPAddress) -> IPPacket? {
        guard case .flow = payload, router.bitWidth == source.bitWidth, !staysOnLink else { return nil }
        // The error quotes as much as keeps it below the smallest MTU of any link.
        let quoted = bytes.prefix(isIPv4 ? 548 : 1_232)
        let type: [UInt8] = isIPv4 ? [3, 13] : [1, 1]
        let message = type + [0, 0, 0, 0, 0, 0] + quoted
        var error = Self.header(isIPv4: isIPv4, source: router, destination: source, payload: message.count) + message
        let headerLength = error.count - message.count
        if isIPv4 {
            error.write(Checksum.of(error[..<20]), at: 10)
            error.write(Checksum.of(error[headerLength...]), at: headerLength + 2)
        } else {
            let pseudoHeader = Self.pseudoHeader(source: router, destination: source, length: message.count)
            error.write(Checksum.of(error[headerLength...], startingFrom: pseudoHeader), at: headerLength + 2)
        }
        return IPPacket(error)
    }

    private var quoteOffset: Int { payloadOffset + 8 }

    private var quote: (IPLayout, TransportProtocol)? {
        guard case .icmpError = payload, let layout = IPLayout(bytes[quoteOffset...], isQuote: true) else { return nil }
        guard layout.source.bitWidth == source.bitWidth, let transport = layout.quotedFlow(in: bytes[...]) else {
            return nil
        }
        return (layout, transport)
    }

    private mutating func repairErrorChecksums(quotedHeader: Range<Int>) {
        guard isIPv4 else {
            bytes.write(0, at: payloadOffset + 2)
            let length = bytes.count - payloadOffset
            let pseudoHeader = Self.pseudoHeader(source: source, destination: destination, length: length)
            bytes.write(Checksum.of(bytes[payloadOffset...], startingFrom: pseudoHeader), at: payloadOffset + 2)
            return
        }
        for (header, field) in [(0..<payloadOffset, 10), (quotedHeader, quotedHeader.lowerBound + 10)] {
            bytes.write(0, at: field)
            bytes.write(Checksum.of(bytes[header]), at: field)
        }
        bytes.write(0, at: payloadOffset + 2)
        bytes.write(Checksum.of(bytes[payloadOffset...]), at: payloadOffset + 2)
    }

    private static func portOffsets(
        of transport: TransportProtocol,
        at payload: Int
    ) -> (source: Int, destination: Int) {
        transport == .echo ? (payload + 4, payload + 4) : (payload, payload + 2)
    }

    private static func header(
        isIPv4: Bool,
        source: IPAddress,
        destination: IPAddress,
        payload: Int
    ) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: isIPv4 ? 20 : 40)
        if isIPv4 {
            header[0] = 0x45
            header.write(UInt16(20 + payload), at: 2)
            header[8] = 64
            header[9] = 1
        } else {
            header[0] = 0x60
            header.write(UInt16(payload), at: 4)
            header[6] = 58
            header[7] = 64
        }
        header.write(source, at: isIPv4 ? 12 : 8)
        header.write(destination, at: isIPv4 ? 16 : 24)
        return header
    }

    /// The checksum of ICMPv6's pseudo-header, unfolded (RFC 8200 section 8.1).
    private static func pseudoHeader(source: IPAddress, destination: IPAddress, length: Int) -> UInt64 {
        Checksum.sum(of: source) + Checksum.sum(of: destination) + UInt64(length) + 58
    }
}
