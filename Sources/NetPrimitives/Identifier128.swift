/// 128 random bits that name something, written as 22 characters of base64url. Each kind of name is a type of its own,
/// so that one cannot be taken for another.
package protocol Identifier128: Hashable, Comparable, Sendable, LosslessStringConvertible {
    /// The first 64 bits.
    var high: UInt64 { get }
    /// The last 64 bits.
    var low: UInt64 { get }

    /// The identifier with these bits.
    init(high: UInt64, low: UInt64)
}

extension Identifier128 {
    /// Length of the text form, in characters and bytes.
    package static var textLength: Int { 22 }

    /// A fresh identifier.
    package init(using random: inout some RandomNumberGenerator) {
        self.init(high: random.next(), low: random.next())
    }

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
        self.init(utf8: text.utf8)
    }

    /// As ``init(_:)``, from the bytes of the text.
    package init?(utf8 text: some Collection<UInt8>) {
        guard text.count == Self.textLength, let octets = Base64URL.decode(text), octets.count == 16
        else { return nil }
        self.init(
            high: octets[..<8].reduce(0) { $0 << 8 | UInt64($1) },
            low: octets[8...].reduce(0) { $0 << 8 | UInt64($1) }
        )
    }

    package static func < (one: Self, other: Self) -> Bool {
        (one.high, one.low) < (other.high, other.low)
    }
}
