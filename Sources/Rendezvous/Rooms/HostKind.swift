package import NetPrimitives

/// What the `Host` header names.
package enum HostKind: Hashable, Sendable {
    /// An IP address, `localhost`, a name that only a local network knows, or one the person allowed by hand.
    case local
    /// Any other name, that of `--public-url` among them.
    case publicName

    /// The kind of `host`, where `localNames` are those of this machine and of `--allow-host`, in lower case.
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
