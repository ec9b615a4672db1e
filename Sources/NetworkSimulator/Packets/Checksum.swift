import NetPrimitives

/// The Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of 16-bit words.
enum Checksum {
    /// The checksum of `bytes`, an odd last byte padded with zero, added to the unfolded `sum` of words before them.
    static func of(_ bytes: ArraySlice<UInt8>, startingFrom sum: UInt64 = 0) -> UInt16 {
        var sum = sum
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            sum += UInt64(bytes[index]) << 8 | UInt64(bytes[index + 1])
            index += 2
        }
        if index < bytes.endIndex {
            sum += UInt64(bytes[index]) << 8
        }
        return ~folded(sum)
    }

    /// The sum of the words of an address, unfolded.
    static func sum(of address: IPAddress) -> UInt64 {
        switch address {
        case .v4(let address): sum(of: UInt64(address.bits))
        case .v6(let address): sum(of: address.high) + sum(of: address.low)
        }
    }

    /// `checksum` after words with the sum `old` were replaced by words with the sum `new` (RFC 1624, equation 3).
    static func updated(_ checksum: UInt16, replacing old: UInt64, by new: UInt64) -> UInt16 {
        ~folded(UInt64(~checksum) + UInt64(~folded(old)) + new)
    }

    private static func sum(of words: UInt64) -> UInt64 {
        (words >> 48) + (words >> 32 & 0xFFFF) + (words >> 16 & 0xFFFF) + (words & 0xFFFF)
    }

    private static func folded(_ sum: UInt64) -> UInt16 {
        var sum = sum
        while sum > 0xFFFF {
            sum = (sum & 0xFFFF) + (sum >> 16)
        }
        return UInt16(sum)
    }
}
