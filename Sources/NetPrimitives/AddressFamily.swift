/// Which kind of IP address. The raw values are those of STUN (RFC 8489 section 14.1).
package enum AddressFamily: UInt8, CaseIterable, Hashable, Sendable {
    /// IPv4.
    case v4 = 1
    /// IPv6.
    case v6 = 2
}

extension IPAddress {
    /// The kind of this address, a mapped one being IPv6.
    package var family: AddressFamily {
        switch self {
        case .v4: .v4
        case .v6: .v6
        }
    }
}
