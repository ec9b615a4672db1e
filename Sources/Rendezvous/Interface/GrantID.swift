import NetPrimitives
import Signaling

/// The name of a grant: 22 characters of base64url, 128 random bits. Half of what a device needs to use TURN; the
/// other half is the password that the shell makes for it.
package struct GrantID: Hashable, Sendable {
    /// The characters.
    package let text: String

    /// The name that these characters are, as the TURN server gives it back.
    package init(text: String) {
        self.text = text
    }

    /// A fresh name.
    init(using random: inout some RandomNumberGenerator) {
        text = Base64URL.random(octets: 16, using: &random)
    }
}
