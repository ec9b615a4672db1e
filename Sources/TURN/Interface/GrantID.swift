import NetPrimitives

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
        let octets = [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) } }
        return Base64URL.encode(octets)
    }

    /// Reads the 22 characters; only what ``description`` writes is one.
    package init?(_ text: String) {
        self.init(utf8: Array(text.utf8))
    }

    /// As ``init(_:)``, from bytes.
    init?(utf8 text: some Collection<UInt8>) {
        guard text.count == Self.textLength, let octets = Base64URL.decode(text) else { return nil }
        high = octets.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = octets.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
