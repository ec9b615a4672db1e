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
