import NetPrimitives

/// An instance of a device's page, from its load to its end: 22 characters of `[A-Za-z0-9_-]`, chosen at random by the
/// page. A reloaded page keeps its ``DeviceID`` and is another instance.
package struct PageInstance: Hashable, Sendable {
    /// The length of the text form in characters.
    package static let textLength = 22

    /// The characters.
    package let text: String

    /// Nil when `text` is not a valid instance.
    package init?(_ text: String) {
        guard text.utf8.count == Self.textLength, text.utf8.allSatisfy(Base64URL.contains) else { return nil }
        self.text = text
    }
}

/// The way in which the socket of a device ended that has neither come back nor left yet.
package enum SocketLoss: String, Sendable, CaseIterable {
    /// Its page was closed, or is being reloaded: the browser closed the socket with 1001 (RFC 6455 section 7.4.1).
    case closed
    /// The connection broke without a close frame: the page may still be open, on a network that is gone.
    case lost
}
