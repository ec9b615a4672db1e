/// A network: an address and the number of its leading bits that count, as in `192.168.0.0/16` (RFC 4632, RFC 4291).
package struct NetworkPrefix: Hashable, Sendable {
    /// The first address: all bits behind the prefix are 0.
    package let address: IPAddress
    /// Number of leading bits that count: 0 to 32, or 0 to 128.
    package let length: Int

    /// The network of `length` bits around `address`. Lengths out of range are clamped. IPv4-mapped addresses with 96
    /// bits or more become IPv4 networks, since addresses are compared unmapped.
    package init(_ address: IPAddress, length: Int) {
        var address = address
        var length = min(max(length, 0), address.bitWidth)
        if case .v6(let mapped) = address, let inner = mapped.mappedIPv4, length >= 96 {
            address = .v4(inner)
            length -= 96
        }
        self.address = address.masked(to: length)
        self.length = length
    }

    /// Whether `address`, unmapped, lies in this network. Addresses of the other family never do.
    package func contains(_ address: IPAddress) -> Bool {
        let address = address.unmapped
        guard address.bitWidth == self.address.bitWidth else { return false }
        return address.masked(to: length) == self.address
    }
}

extension NetworkPrefix: LosslessStringConvertible {
    /// CIDR notation.
    package var description: String { "\(address)/\(length)" }

    /// Reads CIDR notation; an address alone is the network of that one address. Bits behind the prefix are ignored.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(String(first)) else { return nil }
        guard parts.count == 2 else {
            self.init(address, length: address.bitWidth)
            return
        }
        let digits = parts[1]
        guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let length = Int(digits), length <= address.bitWidth
        else { return nil }
        self.init(address, length: length)
    }
}

extension IPAddress {
    /// This address with only its first `length` bits kept. Lengths out of range are clamped.
    package func masked(to length: Int) -> IPAddress {
        switch self {
        case .v4(let address):
            // Shifting a fixed-width integer by its width gives 0 in Swift, so /0 needs no special case.
            return .v4(IPv4Address(bits: address.bits & (UInt32.max << (32 - min(max(length, 0), 32)))))
        case .v6(let address):
            let length = min(max(length, 0), 128)
            let high = UInt64.max << (64 - min(length, 64))
            let low = UInt64.max << (128 - max(length, 64))
            return .v6(IPv6Address(high: address.high & high, low: address.low & low))
        }
    }
}

/// An address of one of this machine's network interfaces.
package struct InterfaceAddress: Hashable, Sendable {
    /// The interface's name, such as `eth0`.
    package var interface: String
    /// The address.
    package var address: IPAddress
    /// The number of leading bits that name the network.
    package var prefixLength: Int

    /// An address of the interface called `interface`.
    package init(interface: String, address: IPAddress, prefixLength: Int) {
        self.interface = interface
        self.address = address
        self.prefixLength = prefixLength
    }
}
