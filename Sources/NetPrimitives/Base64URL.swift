import FoundationEssentials

/// Base64 with the URL-safe alphabet and without padding (RFC 4648 section 5), on top of Foundation's base64, which
/// has the other alphabet and padding. (Foundation of Swift 6.3 can write this form, but not read it.)
package enum Base64URL {
    /// The text of `octets`.
    package static func encode(_ octets: some Sequence<UInt8>) -> String {
        let text = Data(octets).base64EncodedData().prefix { $0 != UInt8(ascii: "=") }
        return String(
            decoding: text.map { character in
                switch character {
                case UInt8(ascii: "+"): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                default: character
                }
            },
            as: UTF8.self
        )
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
        let text = Array(text)
        var padded = text.map { character in
            switch character {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: character
            }
        }
        padded.append(contentsOf: repeatElement(UInt8(ascii: "="), count: (4 - text.count % 4) % 4))
        // Foundation ignores the bits left over and accepts the other alphabet. Here octets have only one text.
        guard let octets = Data(base64Encoded: Data(padded)), Array(encode(octets).utf8) == text else { return nil }
        return [UInt8](octets)
    }

    /// Whether `character` belongs to the alphabet.
    package static func contains(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
