package import NetPrimitives

/// The policy that decides which requests the server handles.
package struct AccessPolicy: Sendable {
    /// The reason why a request is refused.
    package enum Refusal: Error, Hashable, Sendable {
        /// 400: its `Host` is missing or invalid.
        case noHost
        /// 421: it was sent to a name that this server does not answer to.
        case misdirected(HostAndPort.Host)
        /// 403: it comes from a page of another origin.
        case foreignOrigin
    }

    /// The parts of a request that the policy needs.
    package struct Request: Sendable {
        /// The address of the connection's other end.
        package var peer: IPAddress
        /// The value of `Host`.
        package var host: String?
        /// The value of `Origin`.
        package var origin: String?
        /// All header fields, in their order.
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

    /// Checks `request` and returns the client's visit.
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

    /// Whether `address` belongs to a trusted proxy.
    package func isTrustedProxy(_ address: IPAddress) -> Bool {
        trustedProxies.contains { $0.contains(address) }
    }

    /// The scheme of the client's request to the nearest proxy, or to this server when there is none; nil when a proxy
    /// may have changed it.
    private func scheme(of request: Request, _ headers: ForwardingHeaders) -> RequestScheme? {
        guard !headers.isEmpty else { return request.isSecure ? .https : .http }
        return isTrustedProxy(request.peer) ? headers.scheme : nil
    }
}
