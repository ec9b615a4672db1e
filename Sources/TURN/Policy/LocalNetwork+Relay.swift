import NetPrimitives

extension TURNServer.LocalNetwork {
    /// The address that relayed addresses of `family` have when the client did not come by a better one: public before
    /// private before loopback; nil when the server has none.
    func relayAddress(_ family: AddressFamily) -> IPAddress? {
        let candidates = interfaces.map(\.address.unmapped).filter { $0.family == family }
        let address =
            candidates.first { $0.scope == .public } ?? candidates.first(where: \.isOfNetwork)
            ?? candidates.first { $0.scope == .loopback }
        return address.map(announced)
    }

    /// The address that relayed addresses of `family` have for a client that talks to `local`, nil when the server has
    /// none.
    func relayAddress(_ family: AddressFamily, forClientAt local: IPAddress) -> IPAddress? {
        guard local.family == family, local.isOfNetwork else { return relayAddress(family) }
        return announced(local)
    }

    /// How an address of the server is known outside.
    private func announced(_ local: IPAddress) -> IPAddress {
        let named = external.first { $0.local == local && $0.address.family == local.family }
        let general = external.first { $0.local == nil && $0.address.family == local.family }
        return (named ?? general)?.address ?? local
    }
}
