import NetPrimitives
import Rendezvous
import Signaling

/// Tells the core where a client belongs and which addresses to tell it.
struct RoomAssignment: Sendable {
    let groupPublic: Bool
    let groupCGNAT: Bool
    /// Names that a local network may know this server by.
    let localNames: Set<String>
    let publicURL: WebOrigin?
    let network: NetworkView
    /// Where TURN is reached; nil without.
    let turn: TURNAddresses?

    /// What the core gets to know about a client.
    func context(of visit: Visit) -> ClientContext {
        let host = HostKind(visit.authority.host, localNames: localNames)
        let placement = policy.placement(of: visit.origin, under: host)
        let urls = urls(for: visit, isLocal: placement == .success(.lan))
        // On the local network both families are in one room.
        let probeURLs = placement == .success(.lan) ? nil : turn?.probeURLs(for: visit, server: publicAddresses)
        return ClientContext(
            address: visit.address,
            placement: placement,
            urls: urls,
            secureUrls: urls.filter { $0.hasPrefix("https:") },
            turnURLs: turn?.urls(for: visit, server: publicAddresses) ?? [],
            probeURLs: probeURLs ?? []
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
    /// The one the client came by has just proven to work, where this machine's own may be those of a container. The
    /// private addresses are told to local clients alone.
    private func urls(for visit: Visit, isLocal: Bool) -> [String] {
        var urls = [publicURL].compactMap(\.self).map(\.description)
        if !visit.authority.host.isLoopback, visit.scheme != nil { urls.append(visit.server.description) }
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
