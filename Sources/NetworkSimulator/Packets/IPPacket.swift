package import NetPrimitives

/// A parsed IPv4 or IPv6 packet whose addresses and ports can be rewritten in place.
package struct IPPacket: Sendable {
    /// The packet on the wire, without padding of the link.
    package internal(set) var bytes: [UInt8]
    /// The source address.
    package internal(set) var source: IPAddress
    /// The destination address.
    package internal(set) var destination: IPAddress
    /// Offset in ``bytes`` of the first header behind the IP headers.
    let payloadOffset: Int
    /// The type of its payload.
    let payload: Payload

    /// The type of the bytes behind the IP headers.
    enum Payload: Sendable {
        /// A datagram or segment with ports, or an echo with its identifier in their place.
        case flow(TransportProtocol)
        /// An ICMP or ICMPv6 error, which quotes the beginning of the packet it is about.
        case icmpError
        /// A fragment other than the first, which has no ports.
        case laterFragment
        /// Anything else, including a payload that is cut short.
        case other
    }

    /// Reads a packet; nil when its header is wrong, or its length exceeds the number of bytes.
    package init?(_ bytes: [UInt8]) {
        guard let layout = IPLayout(bytes[...], isQuote: false) else { return nil }
        self.bytes = bytes
        if layout.end < bytes.count {
            self.bytes.removeSubrange(layout.end...)
        }
        source = layout.source
        destination = layout.destination
        payloadOffset = layout.payloadOffset
        payload = layout.payload(in: bytes[...])
    }

    /// Whether the packet is IPv4.
    var isIPv4: Bool { source.bitWidth == 32 }

    /// The packet's flow, nil when it has none that could be translated.
    package var flow: Flow? {
        guard case .flow(let transport) = payload else { return nil }
        return Flow(
            transport: transport,
            source: TransportAddress(source, port: word(at: sourcePortOffset(of: transport))),
            destination: TransportAddress(destination, port: word(at: destinationPortOffset(of: transport)))
        )
    }

    /// Whether the scope of either address forbids to forward the packet out of its segment.
    package var staysOnLink: Bool {
        [source, destination].contains { address in
            switch address.scope {
            case .linkLocal, .multicast, .loopback, .unspecified: true
            case .privateUse, .uniqueLocal, .shared, .public: false
            }
        }
    }

    /// Decrements the hop limit; false when it is used up and the packet must be dropped.
    mutating func countHop() -> Bool {
        let field = isIPv4 ? 8 : 7
        guard bytes[field] > 1 else { return false }
        let old = word(at: 8)
        bytes[field] -= 1
        if isIPv4 {
            patchChecksum(at: 10, replacing: UInt64(old), by: UInt64(word(at: 8)))
        }
        return true
    }

    /// Replaces the packet's source. For an echo, the identifier is rewritten in place of a port.
    package mutating func rewriteSource(to new: TransportAddress) {
        guard let flow, new.address.bitWidth == source.bitWidth else { return }
        bytes.write(new.address, at: isIPv4 ? 12 : 8)
        bytes.write(new.port, at: sourcePortOffset(of: flow.transport))
        source = new.address
        patchChecksums(of: flow.transport, replacing: flow.source, by: new)
    }

    /// Replaces the packet's destination. For an echo, the identifier is rewritten in place of a port.
    package mutating func rewriteDestination(to new: TransportAddress) {
        guard let flow, new.address.bitWidth == destination.bitWidth else { return }
        bytes.write(new.address, at: isIPv4 ? 16 : 24)
        bytes.write(new.port, at: destinationPortOffset(of: flow.transport))
        destination = new.address
        patchChecksums(of: flow.transport, replacing: flow.destination, by: new)
    }

    private mutating func patchChecksums(
        of transport: TransportProtocol,
        replacing old: TransportAddress,
        by new: TransportAddress
    ) {
        let addresses = (old: Checksum.sum(of: old.address), new: Checksum.sum(of: new.address))
        if isIPv4 {
            patchChecksum(at: 10, replacing: addresses.old, by: addresses.new)
        }
        // Only ICMP's checksum does not cover the addresses (RFC 4443 section 2.3).
        let coversAddresses = transport != .echo || !isIPv4
        let before = UInt64(old.port) + (coversAddresses ? addresses.old : 0)
        let after = UInt64(new.port) + (coversAddresses ? addresses.new : 0)
        switch transport {
        case .tcp:
            patchChecksum(at: payloadOffset + 16, replacing: before, by: after)
        case .echo:
            patchChecksum(at: payloadOffset + 2, replacing: before, by: after)
        case .udp:
            // Zero means that the sender computed none, and a computed zero is sent as 0xFFFF (RFC 768).
            guard word(at: payloadOffset + 6) != 0 else { return }
            patchChecksum(at: payloadOffset + 6, replacing: before, by: after)
            if word(at: payloadOffset + 6) == 0 {
                bytes.write(0xFFFF, at: payloadOffset + 6)
            }
        }
    }

    private mutating func patchChecksum(at offset: Int, replacing old: UInt64, by new: UInt64) {
        bytes.write(Checksum.updated(word(at: offset), replacing: old, by: new), at: offset)
    }

    private func sourcePortOffset(of transport: TransportProtocol) -> Int {
        transport == .echo ? payloadOffset + 4 : payloadOffset
    }

    private func destinationPortOffset(of transport: TransportProtocol) -> Int {
        transport == .echo ? payloadOffset + 4 : payloadOffset + 2
    }

    private func word(at offset: Int) -> UInt16 {
        bytes[...].word(at: offset)
    }
}
