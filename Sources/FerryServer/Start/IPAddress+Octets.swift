import NetPrimitives

extension IPAddress {
    /// 4 or 16 octets in network order.
    var octets: [UInt8] {
        switch self {
        case .v4(let address):
            let (first, second, third, fourth) = address.octets
            return [first, second, third, fourth]
        case .v6(let address):
            return address.groups.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        }
    }
}
