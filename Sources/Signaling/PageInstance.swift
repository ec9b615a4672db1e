import NetPrimitives

/// One life of a device's page, from its load to its end: 22 characters of `[A-Za-z0-9_-]`, chosen at random by the
/// page. A page that is reloaded keeps its ``DeviceID`` and has another instance.
package struct PageInstance: Hashable, Sendable {
    /// Length of the text form.
    package static let textLength = 22

    /// The characters.
    package let text: String

    /// Nil when `text` is not an instance.
    package init?(_ text: String) {
        guard text.utf8.count == Self.textLength, text.utf8.allSatisfy(Base64URL.contains) else { return nil }
        self.text = text
    }
}

/// How the socket of a device ended that has not come back and not left yet.
package enum SocketLoss: String, Sendable, CaseIterable {
    /// Its page was closed, or is being reloaded: the browser closed the socket with 1001 (RFC 6455 section 7.4.1).
    case closed
    /// Without a word: the page may still be there, on a network that is not.
    case lost
}
