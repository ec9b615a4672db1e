import NetPrimitives

/// A device's public key for one pairing of the relay: the 65 bytes of an uncompressed point on P-256, as base64url.
///
/// The server only forwards it; the other device checks whether it is a point of the curve.
package struct RelayKey: Hashable, Sendable {
    /// The length of the point in bytes (SEC 1 section 2.3.3).
    package static let byteCount = 65
    /// The length of the text in characters.
    package static let textLength = 87

    /// The characters.
    package let text: String

    /// Nil when `text` does not encode ``byteCount`` bytes.
    package init?(_ text: String) {
        guard text.utf8.count == Self.textLength, Base64URL.decode(text.utf8)?.count == Self.byteCount else {
            return nil
        }
        self.text = text
    }
}
