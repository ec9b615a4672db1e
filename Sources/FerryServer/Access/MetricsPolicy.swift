package import NetPrimitives

/// Who may read the metrics.
package struct MetricsPolicy: Sendable {
    private let networks: [NetworkPrefix]

    /// - Parameter networks: What was given by `--metrics-allow`.
    package init(networks: [NetworkPrefix]) {
        self.networks = networks
    }

    /// Whether the client at `origin` may. A proxy on this machine that says nothing of its clients, or is not
    /// trusted, must not open the metrics to the internet: only the client itself counts.
    package func allows(_ origin: ClientOrigin) -> Bool {
        switch origin {
        case .direct(let address), .forwarded(let address):
            address.scope == .loopback || networks.contains { $0.contains(address) }
        case .untrustedProxy: false
        }
    }
}
