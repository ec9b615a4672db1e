extension TURNServer {
    /// Names what a client may do: the second half of a credential's name, 128 random bits.
    package struct GrantID: Hashable, Sendable {
        /// The first 64 bits.
        let high: UInt64
        /// The last 64 bits.
        let low: UInt64
    }
}

extension TURNServer.GrantID: LosslessStringConvertible {
    /// How many characters the text form has.
    package static let textLength = 22

    /// 22 characters of base64url.
    package var description: String {
        var bits = (high: high, low: low)
        // From the end: the last character holds the last two bits and four zeros.
        var characters = [UInt8](repeating: 0, count: Self.textLength)
        characters[Self.textLength - 1] = Self.character(UInt8(truncatingIfNeeded: bits.low & 3) << 4)
        bits = (bits.high >> 2, bits.low >> 2 | bits.high << 62)
        for index in (0..<Self.textLength - 1).reversed() {
            characters[index] = Self.character(UInt8(truncatingIfNeeded: bits.low & 63))
            bits = (bits.high >> 6, bits.low >> 6 | bits.high << 58)
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// Reads the 22 characters; only what ``description`` writes is one.
    package init?(_ text: String) {
        self.init(utf8: text.utf8)
    }

    /// As ``init(_:)``, from bytes.
    init?(utf8 text: some Sequence<UInt8>) {
        var bits: (high: UInt64, low: UInt64) = (0, 0)
        var count = 0
        for character in text {
            guard let value = Self.value(of: character) else { return nil }
            count += 1
            if count < Self.textLength {
                bits = (bits.high << 6 | bits.low >> 58, bits.low << 6 | UInt64(value))
            } else {
                // Two forms of one ID would be two names of one grant.
                guard count == Self.textLength, value & 15 == 0 else { return nil }
                bits = (bits.high << 2 | bits.low >> 62, bits.low << 2 | UInt64(value >> 4))
            }
        }
        guard count == Self.textLength else { return nil }
        high = bits.high
        low = bits.low
    }

    private static func character(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") + value - 26
        case 52..<62: UInt8(ascii: "0") + value - 52
        case 62: UInt8(ascii: "-")
        default: UInt8(ascii: "_")
        }
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
