import NetPrimitives

/// Where packets of clients may go (docs/protocol.md, 'STUN and TURN').
struct AddressPolicy: Sendable {
    /// How packets reach a peer.
    enum Route: Hashable, Sendable {
        /// The peer has one of the server's own addresses: packets go to the allocation at its port, inside the
        /// process, and never onto a socket.
        case inside
        /// Out of the relay socket.
        case outside
    }

    /// The first port of peers outside. No browser's candidate has one below: there are the machines' own services, DNS
    /// and NTP among them, and a relay must be no way to other people's.
    static let firstPort: UInt16 = 1024

    /// The server's own addresses, those under which it is known outside among them.
    private let own: Set<IPAddress>
    /// The networks the server is on.
    private let onLink: [NetworkPrefix]
    private let reachesPrivatePeers: Bool

    /// The policy of a server at this place.
    init(_ network: TURNServer.LocalNetwork, reachesPrivatePeers: Bool) {
        // A loopback address is announced only by a server that has no other. Anywhere else it is refused like those
        // of others, so that the host's own services are not even named.
        let announced = AddressFamily.allCases.compactMap { network.relayAddress($0)?.announced }
        own = Set(announced + network.interfaces.map(\.address.unmapped).filter(\.isOfNetwork))
            .union(network.external.map(\.address))
            .union(network.aliases)
        onLink = network.interfaces.map { NetworkPrefix($0.address, length: $0.prefixLength) }
        self.reachesPrivatePeers = reachesPrivatePeers
    }

    /// How packets of a client reach `peer`, as the message names it, nil when they may not.
    ///
    /// - Parameters:
    ///   - local: the server's address that the client talks to. It is the server's own also when the shell does not
    ///     know it yet.
    ///   - peers: the addresses of the device the client has its conversation with.
    func route(to peer: IPAddress, local: IPAddress, peers: [IPAddress]) -> Route? {
        if own.contains(peer) || peer == local && peer.isOfNetwork { return .inside }
        guard !peer.isNeverAPeer, !isBroadcast(peer), peers.contains(peer), isReachable(peer) else { return nil }
        if case .v6(let address) = peer {
            for inner in address.embeddedIPv4 where !isHarmless(.v4(inner)) { return nil }
        }
        return .outside
    }

    /// Whether an IPv4 address that stands in an IPv6 one is somebody else's, on the internet.
    private func isHarmless(_ address: IPAddress) -> Bool {
        !own.contains(address) && !address.isNeverAPeer && address.scope == .public && !isBroadcast(address)
    }

    /// Private addresses mean something only on the server's own networks.
    private func isReachable(_ peer: IPAddress) -> Bool {
        switch peer.scope {
        case .privateUse, .uniqueLocal, .shared: reachesPrivatePeers && onLink.contains { $0.contains(peer) }
        case .public: true
        case .unspecified, .loopback, .linkLocal, .multicast: false
        }
    }

    /// Whether `peer` is all hosts of a network the server is on, its last address or as of old its first; or whichever
    /// router it has, in IPv6 its first (RFC 4291 section 2.6.1).
    private func isBroadcast(_ peer: IPAddress) -> Bool {
        onLink.contains { network in
            // Networks of two addresses or one have neither (RFC 3021, RFC 6164).
            guard network.length <= peer.bitWidth - 2 else { return false }
            guard case .v4(let first) = network.address, case .v4(let peer) = peer else {
                return peer == network.address
            }
            let hosts = UInt32.max >> UInt32(network.length)
            return peer.bits == first.bits || peer.bits == first.bits | hosts
        }
    }
}

extension IPAddress {
    /// Whether this is an address in some network, not loopback, link-local or the like.
    var isOfNetwork: Bool {
        switch scope {
        case .privateUse, .uniqueLocal, .shared, .public: true
        case .unspecified, .loopback, .linkLocal, .multicast: false
        }
    }
}
