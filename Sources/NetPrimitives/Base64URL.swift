/// Base64 with the URL-safe alphabet and without padding (RFC 4648 section 5).
package enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The text of `octets`.
    package static func encode(_ octets: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for octet in octets {
            bits = bits << 8 | UInt32(octet)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(alphabet[Int(bits >> UInt32(count)) & 63])
            }
        }
        if count > 0 {
            text.append(alphabet[Int(bits << UInt32(6 - count)) & 63])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The text of `count` random octets, a multiple of 8. Unguessable when `random` is cryptographically secure.
    package static func random(octets count: Int, using random: inout some RandomNumberGenerator) -> String {
        var octets: [UInt8] = []
        for _ in 0..<count / 8 {
            let bits: UInt64 = random.next()
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                octets.append(UInt8(truncatingIfNeeded: bits >> shift))
            }
        }
        return encode(octets)
    }

    /// The octets of `text`; nil for padding, for other characters, for impossible lengths, and when bits left over are
    /// not 0.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var octets: [UInt8] = []
        octets.reserveCapacity(text.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for character in text {
            guard let value = value(of: character) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                octets.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        guard bits & (1 << UInt32(count) - 1) == 0 else { return nil }
        return octets
    }

    /// Whether `character` belongs to the alphabet.
    package static func contains(_ character: UInt8) -> Bool {
        value(of: character) != nil
    }

    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
