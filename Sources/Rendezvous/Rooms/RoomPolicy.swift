package import NetPrimitives
package import Signaling

/// The policy that assigns clients to rooms by their address (docs/protocol.md, 'Rooms').
package struct RoomPolicy: Sendable {
    /// Whether clients with equal public addresses share a room.
    package var groupPublic: Bool
    /// Whether clients with equal addresses of 100.64.0.0/10 share a room.
    package var groupCGNAT: Bool
    /// IPv6 networks that are on-link on an interface which also has a private IPv4 address: the public addresses of
    /// the local network. See ``onLinkPrefixes(of:)``.
    package var onLink: [NetworkPrefix]

    /// A policy of these values.
    package init(groupPublic: Bool, groupCGNAT: Bool, onLink: [NetworkPrefix]) {
        self.groupPublic = groupPublic
        self.groupCGNAT = groupCGNAT
        self.onLink = onLink
    }

    /// The room of a client with this origin, under a host of this kind.
    package func placement(of origin: ClientOrigin, under host: HostKind) -> Result<RoomKey, NoRoomReason> {
        switch origin {
        case .untrustedProxy:
            return .failure(.untrustedProxy)
        case .forwarded(let address):
            return room(of: address.unmapped)
        case .direct(let address):
            let address = address.unmapped
            // A proxy that adds no header makes the whole Internet look like one private address. The host name shows
            // it: a device on the local network rarely uses a public one.
            if host == .publicName, !isPublic(address) {
                return .failure(.publicName)
            }
            return room(of: address)
        }
    }

    private func room(of address: IPAddress) -> Result<RoomKey, NoRoomReason> {
        switch address.scope {
        case .loopback, .privateUse, .linkLocal, .uniqueLocal:
            return .success(.lan)
        case .shared:
            guard groupCGNAT, case .v4(let address) = address else { return .failure(.cgnat) }
            return .success(.cgnat(address))
        case .unspecified, .multicast:
            // No client has such an address: only a wrong header contains it.
            return .failure(.untrustedProxy)
        case .public:
            guard !isOnLink(address) else { return .success(.lan) }
            guard groupPublic else { return .failure(.publicOff) }
            return .success(.public(address.customerNetwork))
        }
    }

    private func isPublic(_ address: IPAddress) -> Bool {
        address.scope == .public && !isOnLink(address)
    }

    private func isOnLink(_ address: IPAddress) -> Bool {
        onLink.contains { $0.contains(address) }
    }
}

extension RoomPolicy {
    /// The IPv6 networks of interfaces that also have a private IPv4 address, except link-local ones.
    package static func onLinkPrefixes(of addresses: [InterfaceAddress]) -> [NetworkPrefix] {
        let local = Set(
            addresses.lazy
                .filter { $0.address.bitWidth == 32 && $0.address.scope == .privateUse }
                .map(\.interface)
        )
        let prefixes = addresses.compactMap { address -> NetworkPrefix? in
            guard local.contains(address.interface), address.address.bitWidth == 128,
                address.address.scope == .public,
                // A shorter prefix would be a tunnel's or a mistake, and put strangers into the room.
                address.prefixLength >= 64
            else { return nil }
            return NetworkPrefix(address.address, length: address.prefixLength)
        }
        return Array(Set(prefixes))
    }
}

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
