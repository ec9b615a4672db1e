/// The scope in which an address is valid (RFC 6890 and the IANA special-purpose registries).
package enum AddressScope: Hashable, Sendable {
    /// `0.0.0.0`, `::`
    case unspecified
    /// `127.0.0.0/8`, `::1`
    case loopback
    /// `10.0.0.0/8`, `172.16.0.0/12`, `192.168.0.0/16` (RFC 1918)
    case privateUse
    /// `169.254.0.0/16` (RFC 3927), `fe80::/10`
    case linkLocal
    /// `fc00::/7` (RFC 4193)
    case uniqueLocal
    /// `100.64.0.0/10`, between a carrier and its customers (RFC 6598)
    case shared
    /// `224.0.0.0/4`, `ff00::/8`, and `255.255.255.255`
    case multicast
    /// Everything else, including the documentation ranges.
    case `public`
}

extension IPAddress {
    /// The scope of this address. An IPv4-mapped address has the scope of its IPv4 address.
    package var scope: AddressScope {
        switch unmapped {
        case .v4(let address): address.scope
        case .v6(let address): address.scope
        }
    }

    /// The reason why other devices can never reach a machine at this address, as a noun phrase; nil when they might.
    package var whyNoMachine: String? {
        switch scope {
        case .unspecified: return "the unspecified address"
        case .loopback: return "a loopback address, by which a device reaches itself"
        case .linkLocal: return "a link-local address"
        case .multicast: return self == .v4(IPv4Address(bits: .max)) ? "the broadcast address" : "a multicast address"
        case .privateUse, .uniqueLocal, .shared, .public: break
        }
        // `0.0.0.0/8` ('this network') and `240.0.0.0/4`, which was never assigned (RFC 6890).
        guard case .v4(let address) = unmapped, address.octets.0 == 0 || address.octets.0 >= 240 else { return nil }
        return "a reserved address"
    }

    /// The network that one customer has: the IPv4 address itself, or the /64 of an IPv6 address, in which a device
    /// chooses its addresses freely.
    package var customerNetwork: NetworkPrefix {
        let address = unmapped
        return NetworkPrefix(address, length: min(address.bitWidth, 64))
    }
}

extension IPv4Address {
    /// The scope of this address.
    package var scope: AddressScope {
        let (first, second, _, _) = octets
        switch (first, second) {
        case (0, _) where bits == 0: return .unspecified
        case (127, _): return .loopback
        case (10, _), (172, 16...31), (192, 168): return .privateUse
        case (169, 254): return .linkLocal
        case (100, 64...127): return .shared
        case (224...239, _): return .multicast
        default: return bits == .max ? .multicast : .public
        }
    }
}

extension IPv6Address {
    /// The scope of this address.
    package var scope: AddressScope {
        if let mappedIPv4 { return mappedIPv4.scope }
        switch (high, low) {
        case (0, 0): return .unspecified
        case (0, 1): return .loopback
        default: break
        }
        let first = high >> 48
        if first & 0xFFC0 == 0xFE80 { return .linkLocal }
        if first & 0xFE00 == 0xFC00 { return .uniqueLocal }
        if first & 0xFF00 == 0xFF00 { return .multicast }
        return .public
    }
}
