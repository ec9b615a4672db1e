import NetPrimitives

/// A relayed address without its port.
struct RelayAddress: Hashable {
    /// The address that peers see.
    var announced: IPAddress
    /// The local address that packets leave from, so that peers see the announced address. Nil where a translator is in
    /// front of all addresses of the family: only the system's routes may tell which of them it translates to that one.
    var local: IPAddress?
}

extension TURNServer.LocalNetwork {
    /// The relayed address of `family` for a client that does not come by a better one: public before private before
    /// loopback; nil when the server has none.
    func relayAddress(_ family: AddressFamily) -> RelayAddress? {
        let candidates = interfaces.map(\.address.unmapped).filter { $0.family == family }
        let address =
            candidates.first { $0.scope == .public } ?? candidates.first(where: \.isOfNetwork)
            ?? candidates.first { $0.scope == .loopback }
        return address.map(announced)
    }

    /// The relayed address of `family` for a client that sends to `local`, nil when the server has none.
    func relayAddress(_ family: AddressFamily, forClientAt local: IPAddress) -> RelayAddress? {
        guard local.family == family, local.isOfNetwork else { return relayAddress(family) }
        return announced(local)
    }

    /// The relayed address for a local one, with its external address.
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
