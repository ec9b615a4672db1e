package import NetPrimitives
package import Signaling

/// Puts clients into rooms by where they come from (docs/protocol.md, 'Rooms').
package struct RoomPolicy: Sendable {
    /// Whether equal public addresses share a room.
    package var groupPublic: Bool
    /// Whether equal addresses of 100.64.0.0/10 share a room.
    package var groupCGNAT: Bool
    /// IPv6 networks that are on-link on an interface which also has a private IPv4 address: the local network's
    /// public face. See ``onLinkPrefixes(of:)``.
    package var onLink: [NetworkPrefix]

    /// A policy of these values.
    package init(groupPublic: Bool, groupCGNAT: Bool, onLink: [NetworkPrefix]) {
        self.groupPublic = groupPublic
        self.groupCGNAT = groupCGNAT
        self.onLink = onLink
    }

    /// The room of a client that came as `origin` says, to a name of kind `host`.
    package func placement(of origin: ClientOrigin, under host: HostKind) -> Result<RoomKey, NoRoomReason> {
        switch origin {
        case .untrustedProxy:
            return .failure(.untrustedProxy)
        case .forwarded(let address):
            return room(of: address.unmapped)
        case .direct(let address):
            let address = address.unmapped
            // A proxy that adds no header makes the whole internet look like one private address. It shows in the
            // name: a device on the local network rarely comes under a public one.
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
            // Nobody comes from there: only a wrong header says so.
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
    /// The IPv6 networks of those interfaces that also have a private IPv4 address, link-local ones left out.
    package static func onLinkPrefixes(of addresses: [InterfaceAddress]) -> [NetworkPrefix] {
        let local = Set(
            addresses.lazy
                .filter { $0.address.bitWidth == 32 && $0.address.scope == .privateUse }
                .map(\.interface)
        )
        let prefixes = addresses.compactMap { address -> NetworkPrefix? in
            guard local.contains(address.interface), address.address.bitWidth == 128,
                address.address.scope == .public,
                // A shorter one would be a tunnel's or a mistake, and put strangers into the room.
                address.prefixLength >= 64
            else { return nil }
            return NetworkPrefix(address.address, length: address.prefixLength)
        }
        return Array(Set(prefixes))
    }
}
