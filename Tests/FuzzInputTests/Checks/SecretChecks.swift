import Rendezvous
import Signaling

/// Checks that only a token signed with the key proves an identity, to the last byte.
///
/// The bytes are a token, and also the changes to a signed one.
func checkIdentityToken(_ bytes: [UInt8]) {
    guard let key = IdentityKey(bytes: [UInt8](0..<32)) else { preconditionFailure("32 bytes are a key") }
    let token = text(bytes)
    if let id = key.verify(token) {
        precondition(key.token(for: id).utf8.elementsEqual(token.utf8), "a second token proves an identity")
    }
    let signed = key.token(for: DeviceID(high: 1, low: 2))
    precondition(key.verify(signed) == DeviceID(high: 1, low: 2), "a token that was signed proves nothing")
    var changed = Array(signed.utf8)
    for (index, byte) in bytes.prefix(changed.count).enumerated() { changed[index] ^= byte }
    let forged = text(changed + bytes.dropFirst(changed.count))
    let isUnchanged = forged.utf8.elementsEqual(signed.utf8)
    precondition(isUnchanged || key.verify(forged) == nil, "a token that was changed proves an identity")
}

/// Checks that a guess is a number and two words, and means the same however it is typed.
func checkCodeGuess(_ bytes: [UInt8]) {
    let typed = text(bytes)
    guard let guess = CodeGuess(typed) else { return }
    precondition((1...999_999).contains(guess.slot) && guess.words.count == 2, "a guess is no number and two words")
    precondition(guess.words.allSatisfy { !$0.isEmpty && !$0.contains { " -._".contains($0) } }, "a word is no word")
    for separator in ["-", " ", "__", " . "] {
        let again = "\(guess.slot)\(separator)\(guess.words.joined(separator: separator))"
        precondition(CodeGuess(again) == guess, "a guess changes when it is typed another way")
    }
    let louder = text(typed.utf8.map { (0x61...0x7A).contains($0) ? $0 ^ 0x20 : $0 })
    precondition(CodeGuess(louder) == guess, "case matters")
}
