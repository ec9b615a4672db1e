/// The address of a client, as far as the server can know it.
package enum ClientOrigin: Hashable, Sendable {
    /// The address of the socket's other end: nothing shows that there is a proxy between.
    case direct(IPAddress)
    /// The address that trusted proxies report.
    case forwarded(IPAddress)
    /// Unknown: the client is behind a proxy that is not trusted or does not report an address.
    case untrustedProxy

    /// Determines the origin from the address of the socket's other end and the request's headers.
    ///
    /// Trusted proxies append on the right, and a client can put anything on the left. So the search goes from the
    /// right over all trusted addresses; the first one that is not trusted is the client. When both `X-Forwarded-For`
    /// and `Forwarded` are present they have to agree: a proxy that writes only one of them passes the other one on as
    /// the client sent it.
    package init(peer: IPAddress, headers: ForwardingHeaders, trusted: [NetworkPrefix]) {
        let peer = peer.unmapped
        guard !headers.isEmpty else {
            self = .direct(peer)
            return
        }
        func isTrusted(_ address: IPAddress) -> Bool {
            trusted.contains { $0.contains(address) }
        }
        let answers = Set(headers.chains.map { Self.client(of: $0, isTrusted: isTrusted) })
        guard isTrusted(peer), answers.count == 1, case .some(.some(let address)) = answers.first else {
            self = .untrustedProxy
            return
        }
        self = .forwarded(address)
    }

    /// The client of a chain whose last element the nearest proxy has written; nil when a node on the way to it is not
    /// an address.
    private static func client(
        of chain: [ForwardedNode],
        isTrusted: (IPAddress) -> Bool
    ) -> IPAddress? {
        var client: IPAddress?
        for node in chain.reversed() {
            guard case .address(let address) = node else { return nil }
            client = address
            guard isTrusted(address) else { break }
        }
        return client
    }
}
