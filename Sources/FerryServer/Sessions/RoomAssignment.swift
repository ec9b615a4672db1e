import NetPrimitives
import Rendezvous

/// Tells the core where a client belongs and which addresses to tell it.
struct RoomAssignment: Sendable {
    let groupPublic: Bool
    let groupCGNAT: Bool
    /// Names that a local network may know this server by.
    let localNames: Set<String>
    let publicURL: WebOrigin?
    let network: NetworkView

    /// What the core gets to know about a client.
    func context(of visit: Visit) -> ClientContext {
        let policy = RoomPolicy(
            groupPublic: groupPublic,
            groupCGNAT: groupCGNAT,
            onLink: RoomPolicy.onLinkPrefixes(of: network.interfaces.addresses)
        )
        let host = HostKind(visit.authority.host, localNames: localNames)
        let placement = policy.placement(of: visit.origin, under: host)
        let urls = urls(for: visit, isLocal: placement == .success(.lan))
        return ClientContext(
            address: visit.address,
            placement: placement,
            urls: urls,
            secureUrls: urls.filter { $0.hasPrefix("https:") }
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
