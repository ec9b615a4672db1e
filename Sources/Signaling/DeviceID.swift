import NetPrimitives

/// The name the server gives to a device: 128 random bits, written as 22 characters of base64url.
package struct DeviceID: Hashable, Sendable {
    /// Length of the text form.
    package static let textLength = 22

    /// The first 64 bits.
    package let high: UInt64
    /// The last 64 bits.
    package let low: UInt64

    /// The identifier with these bits.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A fresh identifier.
    package init(using random: inout some RandomNumberGenerator) {
        self.init(high: random.next(), low: random.next())
    }
}

extension DeviceID: LosslessStringConvertible {
    /// The text form.
    package var description: String {
        var octets: [UInt8] = []
        octets.reserveCapacity(16)
        for half in [high, low] {
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                octets.append(UInt8(truncatingIfNeeded: half >> shift))
            }
        }
        return Base64URL.encode(octets)
    }

    /// Reads the text form. Only the one form that a server writes is accepted, so that an identifier has one text.
    package init?(_ text: String) {
        guard text.utf8.count == Self.textLength, let octets = Base64URL.decode(text.utf8), octets.count == 16
        else { return nil }
        self.init(
            high: octets[..<8].reduce(0) { $0 << 8 | UInt64($1) },
            low: octets[8...].reduce(0) { $0 << 8 | UInt64($1) }
        )
    }
}
