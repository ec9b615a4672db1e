package import NetPrimitives

/// A request that was meant for this server, and what is known about where it comes from.
package struct Visit: Hashable, Sendable {
    /// Whom it was sent to.
    package let authority: HostAndPort
    /// How it was sent; nil when a proxy may have changed that without telling.
    package let scheme: RequestScheme?
    /// Where the client is, as far as it can be known.
    package let origin: ClientOrigin
    /// The other end of the connection.
    package let peer: IPAddress

    /// A request of these parts.
    package init(authority: HostAndPort, scheme: RequestScheme?, origin: ClientOrigin, peer: IPAddress) {
        self.authority = authority
        self.scheme = scheme
        self.origin = origin
        self.peer = peer
    }

    /// The address that limits are counted by.
    package var address: IPAddress {
        switch origin {
        case .direct(let address), .forwarded(let address): address
        case .untrustedProxy: peer
        }
    }

    /// The origin under which the client's browser knows this server, as far as it can be known.
    package var server: WebOrigin {
        WebOrigin(scheme: scheme ?? .http, authority: authority)
    }
}
