import NetPrimitives

extension IPAddress {
    /// The 4 or 16 octets in network order.
    var octets: [UInt8] {
        switch self {
        case .v4(let address):
            let (first, second, third, fourth) = address.octets
            return [first, second, third, fourth]
        case .v6(let address):
            return address.groups.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        }
    }

    /// The address of 4 or 16 octets in network order; nil for any other number.
    init?(octets: [UInt8]) {
        switch octets.count {
        case 4: self = .v4(IPv4Address(octets[0], octets[1], octets[2], octets[3]))
        default:
            guard let address = IPv6Address(octets: octets) else { return nil }
            self = IPAddress.v6(address).unmapped
        }
    }
}
