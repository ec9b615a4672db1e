import NetPrimitives

/// The ID that the server gives to a device: 128 random bits, written as 22 characters of base64url.
package struct DeviceID: Hashable, Sendable {
    /// The first 64 bits.
    package let high: UInt64
    /// The last 64 bits.
    package let low: UInt64

    /// The ID with these bits.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new random ID.
    package init(using random: inout some RandomNumberGenerator) {
        self.init(high: random.next(), low: random.next())
    }
}

extension DeviceID: LosslessStringConvertible {
    /// The length of the text form in characters.
    package static let textLength = Base64URL.textLengthOf128Bits

    /// The text form.
    package var description: String { Base64URL.encode(high: high, low: low) }

    /// Reads the text form. Only the canonical form is accepted, so that an ID has one text.
    package init?(_ text: String) {
        self.init(utf8: text.utf8)
    }

    /// Reads the text form from its bytes.
    package init?(utf8 text: some Collection<UInt8>) {
        guard let bits = Base64URL.decode128Bits(text) else { return nil }
        self.init(high: bits.high, low: bits.low)
    }
}

extension DeviceID: Comparable {
    package static func < (one: DeviceID, other: DeviceID) -> Bool {
        (one.high, one.low) < (other.high, other.low)
    }
}
