package import Crypto
import FoundationEssentials

/// A user name that contains its expiry, and a password computed from the name with the server's secret.
///
/// The usual scheme for the `iceServers` of browsers (draft-uberti-behave-turn-rest). The server needs no list of
/// users: it computes the password from the name again.
package struct TimeLimitedCredential: Hashable, Sendable {
    /// `EXPIRY:GRANT`: Unix time in seconds, in decimal, and the grant it was made for.
    package let name: String
    /// Base64 of HMAC-SHA-1 over the name.
    package let password: String

    /// The credential of `grant` that expires at the Unix time `expiry`, in seconds.
    package init(expiry: UInt64, grant: String, secret: SymmetricKey) {
        self.init(name: "\(expiry):\(grant)", secret: secret)
    }

    /// The credential with this name.
    package init(name: String, secret: SymmetricKey) {
        self.name = name
        let code = HMAC<Insecure.SHA1>.authenticationCode(for: Array(name.utf8), using: secret)
        password = Data(code).base64EncodedString()
    }
}

/// The key of MESSAGE-INTEGRITY (RFC 8489 section 9).
package struct IntegrityKey: Hashable, Sendable {
    let bytes: [UInt8]

    /// The key of a long-term credential: MD5 of `name:realm:password` (RFC 8489 section 9.2.2). The password is hashed
    /// as it is: OpaqueString (RFC 8265) changes no password of a ``TimeLimitedCredential``.
    package init(name: some Sequence<UInt8>, realm: some Sequence<UInt8>, password: some Sequence<UInt8>) {
        var hash = Insecure.MD5()
        let colon = [UInt8(ascii: ":")]
        hash.update(data: Array(name) + colon + Array(realm) + colon + Array(password))
        bytes = Array(hash.finalize())
    }

    /// The key of a short-term credential: the password itself (RFC 8489 section 9.1.1).
    package init(shortTermPassword password: some Sequence<UInt8>) {
        bytes = Array(password)
    }
}

extension IntegrityKey {
    /// The key of a time-limited credential in `realm`.
    package init(_ credential: TimeLimitedCredential, realm: String) {
        self.init(name: credential.name.utf8, realm: realm.utf8, password: credential.password.utf8)
    }
}
