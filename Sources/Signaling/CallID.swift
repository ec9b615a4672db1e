import NetPrimitives

/// The ID of a call, chosen by the device that starts it: 1 to 32 characters of `[A-Za-z0-9_-]`.
package struct CallID: Hashable, Sendable {
    /// The characters.
    package let text: String

    /// Nil when `text` is not a valid ID.
    package init?(_ text: String) {
        guard (1...SignalingLimits.callBytes).contains(text.utf8.count), text.utf8.allSatisfy(Base64URL.contains)
        else { return nil }
        self.text = text
    }
}
