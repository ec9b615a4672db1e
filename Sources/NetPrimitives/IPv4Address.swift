/// An IPv4 address.
package struct IPv4Address: Hashable, Sendable {
    /// The 32 bits; the first octet is the most significant.
    package var bits: UInt32

    /// The address with these bits.
    package init(bits: UInt32) {
        self.bits = bits
    }

    /// The address of four octets, first to last.
    package init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) {
        bits = UInt32(first) << 24 | UInt32(second) << 16 | UInt32(third) << 8 | UInt32(fourth)
    }

    /// The four octets in network order.
    package var octets: (UInt8, UInt8, UInt8, UInt8) {
        (
            UInt8(truncatingIfNeeded: bits >> 24), UInt8(truncatingIfNeeded: bits >> 16),
            UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits)
        )
    }
}

extension IPv4Address: LosslessStringConvertible {
    /// Dotted decimal.
    package var description: String {
        let (first, second, third, fourth) = octets
        return "\(first).\(second).\(third).\(fourth)"
    }

    /// Reads four decimal numbers. Leading zeros are refused, because some systems read them as octal.
    package init?(_ text: String) {
        self.init(utf8: Array(text.utf8)[...])
    }

    /// As ``init(_:)``, from bytes.
    init?(utf8 text: ArraySlice<UInt8>) {
        // From "0.0.0.0" to "255.255.255.255".
        guard (7...15).contains(text.count) else { return nil }
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard let octet = Self.octet(part) else { return nil }
            bits = bits << 8 | UInt32(octet)
        }
        self.init(bits: bits)
    }

    private static func octet(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard let first = digits.first, digits.count <= 3 else { return nil }
        guard digits.count == 1 || first != UInt8(ascii: "0") else { return nil }
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return UInt8(exactly: value)
    }
}
