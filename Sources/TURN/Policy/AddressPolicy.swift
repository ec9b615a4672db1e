import NetPrimitives

/// The policy on the destinations of clients' packets (docs/protocol.md, 'STUN and TURN').
struct AddressPolicy: Sendable {
    /// The route of packets to a peer.
    enum Route: Hashable, Sendable {
        /// The peer has one of the server's own addresses: packets go to the allocation at its port, inside the
        /// process, and never to a socket.
        case inside
        /// Packets go out of the relay socket.
        case outside
    }

    /// The lowest port of outside peers. No browser's candidate has a lower one: those are for services such as DNS and
    /// NTP, which clients must not reach through the relay.
    static let firstPort: UInt16 = 1024

    /// The server's own addresses, including external ones.
    private let own: Set<IPAddress>
    /// The networks that the server is on.
    private let onLink: [NetworkPrefix]
    private let reachesPrivatePeers: Bool

    /// The policy of a server with these addresses.
    init(_ network: TURNServer.LocalNetwork, reachesPrivatePeers: Bool) {
        // A loopback address is announced only by a server without any other. Otherwise it is refused like foreign
        // ones, so that the host's own services are not even considered.
        let announced = AddressFamily.allCases.compactMap { network.relayAddress($0)?.announced }
        own = Set(announced + network.interfaces.map(\.address.unmapped).filter(\.isOfNetwork))
            .union(network.external.map(\.address))
            .union(network.aliases)
        onLink = network.interfaces.map { NetworkPrefix($0.address, length: $0.prefixLength) }
        self.reachesPrivatePeers = reachesPrivatePeers
    }

    /// The route of a client's packets to `peer`, nil when they are denied.
    ///
    /// - Parameters:
    ///   - local: The server's address that the client sends to. It counts as the server's own even if the shell does
    ///     not know it yet.
    ///   - peers: The addresses of the other device of the client's conversation.
    func route(to peer: IPAddress, local: IPAddress, peers: [IPAddress]) -> Route? {
        if own.contains(peer) || peer == local && peer.isOfNetwork { return .inside }
        guard !peer.isNeverAPeer, !isBroadcast(peer), peers.contains(peer), isReachable(peer) else { return nil }
        if case .v6(let address) = peer {
            for inner in address.embeddedIPv4 where !isHarmless(.v4(inner)) { return nil }
        }
        return .outside
    }

    /// Whether an IPv4 address embedded in an IPv6 one is a foreign address on the Internet.
    private func isHarmless(_ address: IPAddress) -> Bool {
        !own.contains(address) && !address.isNeverAPeer && address.scope == .public && !isBroadcast(address)
    }

    /// Whether the address is public, or private on one of the server's own networks, outside of which it would have no
    /// meaning.
    private func isReachable(_ peer: IPAddress) -> Bool {
        switch peer.scope {
        case .privateUse, .uniqueLocal, .shared: reachesPrivatePeers && onLink.contains { $0.contains(peer) }
        case .public: true
        case .unspecified, .loopback, .linkLocal, .multicast: false
        }
    }

    /// Whether `peer` is a broadcast address of a network that the server is on: its last address or, by an old
    /// convention, its first; in IPv6 its first, the Subnet-Router anycast address (RFC 4291 section 2.6.1).
    private func isBroadcast(_ peer: IPAddress) -> Bool {
        onLink.contains { network in
            // Networks of one or two addresses have neither (RFC 3021, RFC 6164).
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
    /// Whether this address is a host's in some network, not loopback, link-local or the like.
    var isOfNetwork: Bool {
        switch scope {
        case .privateUse, .uniqueLocal, .shared, .public: true
        case .unspecified, .loopback, .linkLocal, .multicast: false
        }
    }
}
