package import NetPrimitives

/// An accepted request, with the known facts about its client.
package struct Visit: Hashable, Sendable {
    /// The host and port that it was sent to.
    package let authority: HostAndPort
    /// The scheme it was sent with; nil when a proxy may have changed it without saying so.
    package let scheme: RequestScheme?
    /// The client's address, as far as it is known.
    package let origin: ClientOrigin
    /// The address of the connection's other end.
    package let peer: IPAddress

    /// A request of these parts.
    package init(authority: HostAndPort, scheme: RequestScheme?, origin: ClientOrigin, peer: IPAddress) {
        self.authority = authority
        self.scheme = scheme
        self.origin = origin
        self.peer = peer
    }

    /// The address for rate limits.
    package var address: IPAddress {
        switch origin {
        case .direct(let address), .forwarded(let address): address
        case .untrustedProxy: peer
        }
    }

    /// The origin of this server in the client's browser, as far as it is known.
    package var server: WebOrigin {
        WebOrigin(scheme: scheme ?? .http, authority: authority)
    }
}
