package import NetPrimitives

/// The clients that may read the metrics.
package struct MetricsPolicy: Sendable {
    private let networks: [NetworkPrefix]
    private let mayBeSilentProxy: Bool

    /// - Parameters:
    ///   - networks: The networks given by `--metrics-allow`.
    ///   - mayBeSilentProxy: Whether a client on this machine may be a proxy without forwarding headers: the server has
    ///     a public name and no trusted proxy.
    package init(networks: [NetworkPrefix], mayBeSilentProxy: Bool) {
        self.networks = networks
        self.mayBeSilentProxy = mayBeSilentProxy
    }

    /// Whether the client at `origin` may read them. Only the client itself counts: a proxy on this machine must not
    /// open the metrics to the Internet.
    package func allows(_ origin: ClientOrigin) -> Bool {
        switch origin {
        case .direct(let address) where address.scope == .loopback && mayBeSilentProxy: isNamed(address)
        case .direct(let address), .forwarded(let address): address.scope == .loopback || isNamed(address)
        case .untrustedProxy: false
        }
    }

    /// The text of a refusal, with the option that allows the client.
    package var advice: String {
        mayBeSilentProxy
            ? """
            This server has a public name and no --trust-proxy, so that a proxy on this machine cannot be told from the \
            machine itself. The metrics are for networks named by --metrics-allow, 127.0.0.1 for example.

            """
            : "The metrics are for this machine, and for networks named by --metrics-allow.\n"
    }

    private func isNamed(_ address: IPAddress) -> Bool {
        networks.contains { $0.contains(address) }
    }
}
