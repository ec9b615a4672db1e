extension Base64URL {
    /// The length of the text of 128 bits, in characters.
    package static let textLengthOf128Bits = 22

    /// The text of 128 bits, such as an identifier's.
    package static func encode(high: UInt64, low: UInt64) -> String {
        var octets: [UInt8] = []
        octets.reserveCapacity(16)
        for half in [high, low] {
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                octets.append(UInt8(truncatingIfNeeded: half >> shift))
            }
        }
        return encode(octets)
    }

    /// The 128 bits of `text`; nil for all but the one text that ``encode(high:low:)`` makes of them.
    package static func decode128Bits(_ text: some Collection<UInt8>) -> (high: UInt64, low: UInt64)? {
        guard text.count == textLengthOf128Bits, let octets = decode(text), octets.count == 16 else { return nil }
        return (
            high: octets[..<8].reduce(0) { $0 << 8 | UInt64($1) },
            low: octets[8...].reduce(0) { $0 << 8 | UInt64($1) }
        )
    }
}
