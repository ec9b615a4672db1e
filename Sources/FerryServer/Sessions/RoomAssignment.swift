import NetPrimitives
import Rendezvous
import Signaling

/// The context of each client for the core: its room, and the addresses to tell it.
struct RoomAssignment: Sendable {
    let groupPublic: Bool
    let groupCGNAT: Bool
    /// Names of this server in a local network, besides the machine's own.
    let allowedNames: Set<String>
    let publicURL: WebOrigin?
    let network: NetworkView
    /// The present addresses of TURN; nil without TURN.
    let turn: (@Sendable () -> TURNAddresses)?

    /// The most URLs for a client, which is the page's limit.
    private static let mostURLs = 64

    /// The context of the client of `visit`.
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
            // On the local network, both families are in one room already.
            probeURLs: isLocal ? [] : turn?.probeURLs(for: visit, server: publicAddresses) ?? []
        )
    }

    /// The room of a device whose own packet, not one of a proxy, came from `address`. It is treated as a visit under a
    /// public name: a private address may be a container's.
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

    /// The URLs under which other devices can open this client's page, best first.
    ///
    /// The client's own URL comes before the machine's addresses, which may be a container's: it has proven to work,
    /// unless its address is no longer this machine's. If only the client's device trusts its certificate, the HTTP URL
    /// goes first. Private addresses are told to local clients only.
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
    /// Whether the host is the client's own machine.
    fileprivate var isLoopback: Bool {
        switch self {
        case .address(let address): address.scope == .loopback
        case .name(let name): name == "localhost" || name.hasSuffix(".localhost")
        }
    }
}
