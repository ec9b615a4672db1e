import NetPrimitives

extension ArraySlice<UInt8> {
    /// The big-endian number of 16 bits at `offset`, which must be in range.
    func word(at offset: Int) -> UInt16 {
        UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    /// The IPv4 address at `offset`, which must be in range.
    func ipv4Address(at offset: Int) -> IPAddress {
        .v4(IPv4Address(bits: UInt32(word(at: offset)) << 16 | UInt32(word(at: offset + 2))))
    }

    /// The IPv6 address at `offset`, which must be in range.
    func ipv6Address(at offset: Int) -> IPAddress {
        .v6(IPv6Address(high: half(at: offset), low: half(at: offset + 8)))
    }

    private func half(at offset: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in offset..<offset + 8 {
            value = value << 8 | UInt64(self[index])
        }
        return value
    }
}

extension [UInt8] {
    /// Writes a number of 16 bits, big-endian.
    mutating func write(_ word: UInt16, at offset: Int) {
        self[offset] = UInt8(word >> 8)
        self[offset + 1] = UInt8(word & 0xFF)
    }

    /// Writes the 4 or 16 bytes of an address.
    mutating func write(_ address: IPAddress, at offset: Int) {
        switch address {
        case .v4(let address):
            write(UInt16(address.bits >> 16), at: offset)
            write(UInt16(address.bits & 0xFFFF), at: offset + 2)
        case .v6(let address):
            for index in 0..<8 {
                let shift = UInt64(56 - 8 * index)
                self[offset + index] = UInt8(truncatingIfNeeded: address.high >> shift)
                self[offset + 8 + index] = UInt8(truncatingIfNeeded: address.low >> shift)
            }
        }
    }
}
