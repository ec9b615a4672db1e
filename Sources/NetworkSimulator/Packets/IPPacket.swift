package import NetPrimitives

/// An IPv4 or IPv6 packet, read once, whose addresses and ports can be rewritten in place.
package struct IPPacket: Sendable {
    /// The packet as it is on the wire, without padding of the link.
    package internal(set) var bytes: [UInt8]
    /// Where it comes from.
    package internal(set) var source: IPAddress
    /// Where it goes.
    package internal(set) var destination: IPAddress
    /// Where the first header that is not IP's begins in ``bytes``.
    let payloadOffset: Int
    /// What it carries.
    let payload: Payload

    /// What comes behind the IP headers.
    enum Payload: Sendable {
        /// A packet with ports, or with the identifier of an echo in their place.
        case flow(TransportProtocol)
        /// An ICMP or ICMPv6 error, which quotes the beginning of the packet it is about.
        case icmpError
        /// A fragment other than the first: it has no ports.
        case laterFragment
        /// Anything else, and what is cut short.
        case other
    }

    /// Reads a packet; nil when its header is wrong or promises more than there is.
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

    /// Whether it is of the older family.
    var isIPv4: Bool { source.bitWidth == 32 }

    /// The flow it belongs to, nil when it has none that could be translated.
    package var flow: Flow? {
        guard case .flow(let transport) = payload else { return nil }
        return Flow(
            transport: transport,
            source: TransportAddress(source, port: word(at: sourcePortOffset(of: transport))),
            destination: TransportAddress(destination, port: word(at: destinationPortOffset(of: transport)))
        )
    }

    /// Whether it may never leave its segment, by the scope of either address.
    package var staysOnLink: Bool {
        [source, destination].contains { address in
            switch address.scope {
            case .linkLocal, .multicast, .loopback, .unspecified: true
            case .privateUse, .uniqueLocal, .shared, .public: false
            }
        }
    }

    /// Counts a hop; false when the packet has made its last one and must be dropped.
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

    /// Gives the packet another source. An echo's identifier is rewritten in place of a port.
    package mutating func rewriteSource(to new: TransportAddress) {
        guard let flow, new.address.bitWidth == source.bitWidth else { return }
        bytes.write(new.address, at: isIPv4 ? 12 : 8)
        bytes.write(new.port, at: sourcePortOffset(of: flow.transport))
        source = new.address
        patchChecksums(of: flow.transport, replacing: flow.source, by: new)
    }

    /// Gives the packet another destination. An echo's identifier is rewritten in place of a port.
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
        // ICMP's checksum leaves the addresses out, all others have them in (RFC 4443 section 2.3).
        let coversAddresses = transport != .echo || !isIPv4
        let before = UInt64(old.port) + (coversAddresses ? addresses.old : 0)
        let after = UInt64(new.port) + (coversAddresses ? addresses.new : 0)
        switch transport {
        case .tcp:
            patchChecksum(at: payloadOffset + 16, replacing: before, by: after)
        case .echo:
            patchChecksum(at: payloadOffset + 2, replacing: before, by: after)
        case .udp:
            // Zero says that the sender computed none, and a computed zero is written in its other form (RFC 768).
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
