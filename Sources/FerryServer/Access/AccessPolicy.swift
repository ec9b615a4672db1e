package import NetPrimitives

/// Decides which requests are answered at all.
package struct AccessPolicy: Sendable {
    /// Why a request is not answered.
    package enum Refusal: Error, Hashable, Sendable {
        /// 400: it has no `Host` that names anything.
        case noHost
        /// 421: it was sent to a name this server does not go by.
        case misdirected(HostAndPort.Host)
        /// 403: a page of another origin sent it.
        case foreignOrigin
    }

    /// What of a request matters here.
    package struct Request: Sendable {
        /// The other end of the connection.
        package var peer: IPAddress
        /// The value of `Host`.
        package var host: String?
        /// The value of `Origin`.
        package var origin: String?
        /// All fields, in their order.
        package var fields: [(name: String, value: String)]
        /// Whether it came over TLS.
        package var isSecure: Bool

        /// A request of these parts.
        package init(
            peer: IPAddress,
            host: String?,
            origin: String?,
            fields: [(name: String, value: String)],
            isSecure: Bool
        ) {
            self.peer = peer
            self.host = host
            self.origin = origin
            self.fields = fields
            self.isSecure = isSecure
        }
    }

    private let hosts: HostPolicy
    private let origins: OriginPolicy
    private let trustedProxies: [NetworkPrefix]

    /// A policy of these parts.
    package init(hosts: HostPolicy, origins: OriginPolicy, trustedProxies: [NetworkPrefix]) {
        self.hosts = hosts
        self.origins = origins
        self.trustedProxies = trustedProxies
    }

    /// Who comes with `request`.
    package func visit(_ request: Request) throws(Refusal) -> Visit {
        guard let authority = request.host.flatMap(HostAndPort.init) else { throw .noHost }
        guard hosts.accepts(authority.host) else { throw .misdirected(authority.host) }
        let headers = ForwardingHeaders(request.fields)
        let visit = Visit(
            authority: authority,
            scheme: scheme(of: request, headers),
            origin: ClientOrigin(peer: request.peer, headers: headers, trusted: trustedProxies),
            peer: request.peer
        )
        let isAccepted = origins.accepts(
            origin: request.origin,
            authority: authority,
            scheme: visit.scheme,
            isByTrustedProxy: isTrustedProxy(request.peer)
        )
        guard isAccepted else { throw .foreignOrigin }
        return visit
    }

    /// Whether `address` is a trusted proxy's.
    package func isTrustedProxy(_ address: IPAddress) -> Bool {
        trustedProxies.contains { $0.contains(address) }
    }

    /// How the request came to the proxy next to us, or to us when there is none.
    private func scheme(of request: Request, _ headers: ForwardingHeaders) -> RequestScheme? {
        guard !headers.isEmpty else { return request.isSecure ? .https : .http }
        return isTrustedProxy(request.peer) ? headers.scheme : nil
    }
}
