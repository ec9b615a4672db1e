import NetPrimitives
import Rendezvous
import Signaling

/// Tells the core where a client belongs and which addresses to tell it.
struct RoomAssignment: Sendable {
    let groupPublic: Bool
    let groupCGNAT: Bool
    /// Names that a local network may know this server by, besides those of the machine.
    let allowedNames: Set<String>
    let publicURL: WebOrigin?
    let network: NetworkView
    /// The addresses of TURN at the moment; nil without.
    let turn: (@Sendable () -> TURNAddresses)?

    /// A page takes no more, and nobody reads them.
    private static let mostURLs = 64

    /// What the core gets to know about a client.
    func context(of visit: Visit) -> ClientContext {
        let placement = placement(of: visit)
        return ClientContext(
            address: visit.address,
            placement: placement,
            addresses: addresses(for: visit, isLocal: placement == .success(.lan))
        )
    }

    /// Whether the client of `visit` is on the local network.
    func isLocal(_ visit: Visit) -> Bool {
        placement(of: visit) == .success(.lan)
    }

    private func placement(of visit: Visit) -> Result<RoomKey, NoRoomReason> {
        let localNames = allowedNames.union(network.machineNames)
        return policy.placement(of: visit.origin, under: HostKind(visit.authority.host, localNames: localNames))
    }

    private func addresses(for visit: Visit, isLocal: Bool) -> ClientAddresses {
        let urls = Array(urls(for: visit, isLocal: isLocal).prefix(Self.mostURLs))
        let turn = turn?()
        return ClientAddresses(
            urls: urls,
            secureUrls: urls.filter { $0.hasPrefix("https:") },
            turnURLs: turn?.urls(for: visit, server: publicAddresses) ?? [],
            // On the local network both families are in one room.
            probeURLs: isLocal ? [] : turn?.probeURLs(for: visit, server: publicAddresses) ?? []
        )
    }

    /// The room of a device that was seen at `address` by a packet of its own, not through a proxy. As one that comes
    /// under a public name, since it is not known where the packet was sent: a private address may be a container's.
    func placement(ofSeen address: IPAddress) -> Result<RoomKey, NoRoomReason> {
        policy.placement(of: .direct(address), under: .publicName)
    }

    private var publicAddresses: [IPAddress] {
        network.interfaces.reachable.filter { $0.scope == .public }
    }

    private var policy: RoomPolicy {
        RoomPolicy(
            groupPublic: groupPublic,
            groupCGNAT: groupCGNAT,
            onLink: RoomPolicy.onLinkPrefixes(of: network.interfaces.addresses)
        )
    }

    /// Addresses by which others reach the page that this client has open, best first.
    ///
    /// The one the client came by has proven to work, where this machine's own may be those of a container, unless it was
    /// the machine's own and is no more; where only its own device trusts that, the plain one beside it goes first. The
    /// private addresses are told to local clients alone.
    private func urls(for visit: Visit, isLocal: Bool) -> [String] {
        var urls = [publicURL].compactMap(\.self).map(\.description)
        if !visit.authority.host.isLoopback, visit.scheme != nil, !network.hasLost(visit.authority.host) {
            urls += [network.plainOrigin(beside: visit.server), visit.server].compactMap { $0?.description }
        }
        if isLocal { urls += network.published.urls }
        var seen: Set<String> = []
        return urls.filter { seen.insert($0).inserted }
    }
}

extension HostAndPort.Host {
    /// Whether it means the client's own machine.
    fileprivate var isLoopback: Bool {
        switch self {
        case .address(let address): address.scope == .loopback
        case .name(let name): name == "localhost" || name.hasSuffix(".localhost")
        }
    }
}
