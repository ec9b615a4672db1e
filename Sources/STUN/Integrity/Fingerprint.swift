/// FINGERPRINT: a checksum that tells STUN from other protocols on the same port (RFC 8489 section 14.7).
package enum Fingerprint {
    /// The RFC's constant "STUN", combined with the CRC so that it differs from a CRC of the other protocol.
    private static let mask: UInt32 = 0x5354_554E

    /// The CRC-32 of ISO 3309 for each byte value.
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { bits, _ in bits & 1 == 1 ? bits >> 1 ^ 0xEDB8_8320 : bits >> 1 }
    }

    /// The value for a message whose bytes before the attribute are `bytes`. The header's length already counts the
    /// attribute.
    static func of(_ bytes: RawSpan) -> UInt32 {
        mask ^ ~update(.max, with: bytes, 0..<bytes.byteCount)
    }

    /// Whether the fingerprint at `field` is that of `message`.
    package static func verify(_ field: AttributeField, in message: RawSpan) -> Bool {
        // FINGERPRINT is always the last attribute, so the message's length counts it already.
        guard field.value.count == 4, field.value.upperBound == message.byteCount else { return false }
        let crc = ~update(.max, with: message, 0..<field.start)
        return crc ^ mask == message.uint32(at: field.value.lowerBound)
    }

    private static func update(_ crc: UInt32, with bytes: RawSpan, _ range: Range<Int>) -> UInt32 {
        var crc = crc
        let table = table
        for index in range {
            crc = crc >> 8 ^ table[Int(UInt8(truncatingIfNeeded: crc) ^ bytes.uint8(at: index))]
        }
        return crc
    }
}
