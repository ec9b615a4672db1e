/// An IPv6 address without zone.
package struct IPv6Address: Hashable, Sendable {
    /// The first 64 bits: usually the network.
    package var high: UInt64
    /// The last 64 bits: usually the interface identifier.
    package var low: UInt64

    /// The address with these two halves.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The address of eight groups of 16 bits, first to last; missing ones count as 0, further ones are ignored.
    package init(groups: [UInt16]) {
        var halves: (UInt64, UInt64) = (0, 0)
        for (index, group) in groups.prefix(8).enumerated() {
            if index < 4 {
                halves.0 |= UInt64(group) << UInt64(48 - 16 * index)
            } else {
                halves.1 |= UInt64(group) << UInt64(112 - 16 * index)
            }
        }
        self.init(high: halves.0, low: halves.1)
    }

    /// The address of 16 octets in network order; nil for any other number of octets.
    package init?(octets: some Collection<UInt8>) {
        guard octets.count == 16 else { return nil }
        let high = octets.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let low = octets.dropFirst(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        self.init(high: high, low: low)
    }

    /// The eight groups of 16 bits, first to last.
    package var groups: [UInt16] {
        (0..<8).map { index in
            let half = index < 4 ? high : low
            return UInt16(truncatingIfNeeded: half >> UInt64(48 - 16 * (index % 4)))
        }
    }

    /// The address inside `::ffff:a.b.c.d`, nil for others (RFC 4291 section 2.5.5.2).
    package var mappedIPv4: IPv4Address? {
        guard high == 0, low >> 32 == 0xFFFF else { return nil }
        return IPv4Address(bits: UInt32(truncatingIfNeeded: low))
    }
}
