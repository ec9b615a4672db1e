/// A parsed guess of a code, from the text that a person typed.
package struct CodeGuess: Equatable, Sendable {
    /// The number, 1 or more.
    package let slot: Int
    /// Two words, in lower case.
    package let words: [String]

    /// Nil when the text is not a number and two words. Case and separators do not matter.
    package init?(_ text: String) {
        let parts = text.lowercased().split { " -._".contains($0) }.map(String.init)
        // At most six digits, more than there will ever be slots, and no sign, which `Int` would accept.
        guard parts.count == 3, parts[0].utf8.count <= 6, parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let slot = Int(parts[0]), slot > 0
        else { return nil }
        self.slot = slot
        words = [parts[1], parts[2]]
    }
}
