package import NetPrimitives

/// The kind of the host in a `Host` header.
package enum HostKind: Hashable, Sendable {
    /// An IP address, `localhost`, a name that only a local network knows, or one given by `--allow-host`.
    case local
    /// Any other name, including that of `--public-url`.
    case publicName

    /// The kind of `host`; `localNames` are the names of this machine and of `--allow-host`, in lower case.
    package init(_ host: HostAndPort.Host, localNames: Set<String>) {
        if host.isLocal {
            self = .local
        } else if case .name(let name) = host, localNames.contains(name) {
            self = .local
        } else {
            self = .publicName
        }
    }
}
