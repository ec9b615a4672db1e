package import NetPrimitives

/// Which names this server answers to.
///
/// A page elsewhere can make its own name point at this machine (DNS rebinding) and would then count as this server's
/// page; it cannot make the browser write another `Host`. Addresses are always answered: nobody can rebind those.
package struct HostPolicy: Sendable {
    private let names: Set<String>
    private let isMachineName: @Sendable (String) -> Bool

    /// - Parameters:
    ///   - isMachineName: Whether the machine calls itself so at the moment, or its certificate does; in lower case.
    ///   - publicURL: The address given by `--public-url`.
    ///   - allowed: What was given by `--allow-host`.
    package init(
        isMachineName: @escaping @Sendable (String) -> Bool,
        publicURL: WebOrigin?,
        allowed: [HostAndPort.Host]
    ) {
        self.isMachineName = isMachineName
        var accepted: Set<String> = ["localhost"]
        for host in allowed + [publicURL?.host].compactMap(\.self) {
            if case .name(let name) = host { accepted.insert(name) }
        }
        self.names = accepted
    }

    /// Whether a request sent to `host` was meant for this server.
    package func accepts(_ host: HostAndPort.Host) -> Bool {
        switch host {
        case .address: true
        case .name(let name): names.contains(name) || isMachineName(name)
        }
    }
}
