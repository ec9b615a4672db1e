import Crypto
import NetPrimitives
package import Signaling

/// The server's key for identities, which makes their tokens (docs/protocol.md, 'Identity').
package struct IdentityKey: Sendable {
    /// The length of a key in bytes.
    package static let byteCount = 32

    private let key: SymmetricKey

    /// The key with these stored bytes; nil unless there are ``byteCount`` of them.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// The token that proves `id`.
    package func token(for id: DeviceID) -> String {
        let text = id.description
        let code = HMAC<SHA256>.authenticationCode(for: Self.message(text), using: key)
        return text + "." + Base64URL.encode(code)
    }

    /// The device that `token` proves; nil for anything this key did not sign. Takes the same time wherever the
    /// signature differs.
    package func verify(_ token: String) -> DeviceID? {
        let parts = token.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let id = DeviceID(String(parts[0])), let code = Base64URL.decode(parts[1].utf8),
            HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Self.message(String(parts[0])), using: key)
        else { return nil }
        return id
    }

    private static func message(_ id: String) -> [UInt8] {
        Array("ferry identity 1:\(id)".utf8)
    }
}
