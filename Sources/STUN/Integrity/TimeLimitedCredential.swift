package import Crypto

/// A user name that says when it ends, and the password that only the server's secret gives it.
///
/// This is the convention that browsers' `iceServers` are filled by (draft-uberti-behave-turn-rest): the server needs no
/// list of users, it computes the password from the name again.
package struct TimeLimitedCredential: Hashable, Sendable {
    /// `EXPIRY:GRANT`: Unix seconds in decimal, and who it is for.
    package let name: String
    /// Base64 of HMAC-SHA-1 over the name.
    package let password: String

    /// The credential of `grant` that ends `expiry` seconds after 1970 began.
    package init(expiry: UInt64, grant: String, secret: SymmetricKey) {
        self.init(name: "\(expiry):\(grant)", secret: secret)
    }

    /// The credential with this name.
    package init(name: String, secret: SymmetricKey) {
        self.name = name
        let code = HMAC<Insecure.SHA1>.authenticationCode(for: Array(name.utf8), using: secret)
        password = Base64.encode(Array(code))
    }
}
