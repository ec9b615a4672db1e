import NetPrimitives

/// What a relayed address is made of, its port aside.
struct RelayAddress: Hashable {
    /// What peers see.
    var announced: IPAddress
    /// The server's address that packets leave from, so that peers see what was announced. Nil where a translator stands
    /// before all addresses of the family: which of them it turns into that one is known to the system's routes, if to
    /// anybody.
    var local: IPAddress?
}

extension TURNServer.LocalNetwork {
    /// The address that relayed addresses of `family` have when the client did not come by a better one: public before
    /// private before loopback; nil when the server has none.
    func relayAddress(_ family: AddressFamily) -> RelayAddress? {
        let candidates = interfaces.map(\.address.unmapped).filter { $0.family == family }
        let address =
            candidates.first { $0.scope == .public } ?? candidates.first(where: \.isOfNetwork)
            ?? candidates.first { $0.scope == .loopback }
        return address.map(announced)
    }

    /// The address that relayed addresses of `family` have for a client that talks to `local`, nil when the server has
    /// none.
    func relayAddress(_ family: AddressFamily, forClientAt local: IPAddress) -> RelayAddress? {
        guard local.family == family, local.isOfNetwork else { return relayAddress(family) }
        return announced(local)
    }

    /// How an address of the server is known outside.
    private func announced(_ local: IPAddress) -> RelayAddress {
        if let named = external.first(where: { $0.local == local && $0.address.family == local.family }) {
            return RelayAddress(announced: named.address, local: local)
        }
        if let general = external.first(where: { $0.local == nil && $0.address.family == local.family }) {
            return RelayAddress(announced: general.address, local: nil)
        }
        return RelayAddress(announced: local, local: local)
    }
}
