/// Where a client is, as far as the server can know.
package enum ClientOrigin: Hashable, Sendable {
    /// At the other end of the socket: nothing says that there is a proxy between.
    case direct(IPAddress)
    /// At this address, by the word of trusted proxies.
    case forwarded(IPAddress)
    /// Behind something that is not trusted, or that does not say where the client is.
    case untrustedProxy

    /// Finds out from the address of the socket's other end and the request's headers.
    ///
    /// Trusted proxies append on the right, and a client can write on the left whatever it likes. So the addresses are
    /// walked from the right as long as they are trusted; the first that is not is the client. When both
    /// `X-Forwarded-For` and `Forwarded` are there, they have to agree: a proxy that writes one of them passes the
    /// client's other one through.
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

    /// The client of a chain whose last element the nearest proxy has written; nil when it cannot be known.
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
