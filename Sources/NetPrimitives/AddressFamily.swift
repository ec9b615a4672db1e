/// The version of an IP address. The raw values are the ones of STUN (RFC 8489 section 14.1).
package enum AddressFamily: UInt8, CaseIterable, Hashable, Sendable {
    /// IPv4.
    case v4 = 1
    /// IPv6.
    case v6 = 2
}

extension IPAddress {
    /// The version of this address; an IPv4-mapped one is IPv6.
    package var family: AddressFamily {
        switch self {
        case .v4: .v4
        case .v6: .v6
        }
    }
}
