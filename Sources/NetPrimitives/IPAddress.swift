/// An IPv4 or IPv6 address without port and without zone.
package enum IPAddress: Hashable, Sendable {
    /// An IPv4 address.
    case v4(IPv4Address)
    /// An IPv6 address.
    case v6(IPv6Address)

    /// The IPv4 address inside an IPv4-mapped one (`::ffff:192.0.2.1`, RFC 4291 section 2.5.5.2), else `self`.
    ///
    /// A dual-stack socket reports its IPv4 peers in the mapped form; comparisons need the plain one.
    package var unmapped: IPAddress {
        guard case .v6(let address) = self, let inner = address.mappedIPv4 else { return self }
        return .v4(inner)
    }

    /// Number of bits of an address of this family: 32 or 128.
    package var bitWidth: Int {
        switch self {
        case .v4: 32
        case .v6: 128
        }
    }
}

extension IPAddress: CustomStringConvertible {
    /// The text form: dotted decimal, or RFC 5952.
    package var description: String {
        switch self {
        case .v4(let address): address.description
        case .v6(let address): address.description
        }
    }
}

extension IPAddress: LosslessStringConvertible {
    /// Reads dotted decimal or any text form of RFC 4291 section 2.2. Zone identifiers and brackets are refused.
    package init?(_ text: String) {
        if let address = IPv4Address(text) {
            self = .v4(address)
        } else if let address = IPv6Address(text) {
            self = .v6(address)
        } else {
            return nil
        }
    }
}

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
