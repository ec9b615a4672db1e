package import NetPrimitives

/// The names that this server answers to.
///
/// The owner of another site can make its name point to this machine (DNS rebinding), and its pages would then count as
/// this server's pages. But they cannot change the `Host` that the browser sends. Addresses are always accepted, since
/// they cannot be rebound.
package struct HostPolicy: Sendable {
    private let names: Set<String>
    private let isMachineName: @Sendable (String) -> Bool

    /// - Parameters:
    ///   - isMachineName: Whether a name, in lower case, is at present one of the machine's or its certificate's.
    ///   - publicURL: The address given by `--public-url`.
    ///   - allowed: The hosts given by `--allow-host`.
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

    /// Whether a request to `host` is meant for this server.
    package func accepts(_ host: HostAndPort.Host) -> Bool {
        switch host {
        case .address: true
        case .name(let name): names.contains(name) || isMachineName(name)
        }
    }
}
