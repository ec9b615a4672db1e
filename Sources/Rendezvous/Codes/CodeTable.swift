import NetPrimitives
import Signaling

/// The unused codes, by their slot.
struct CodeTable {
    /// A code with its creator.
    struct Code {
        let creator: DeviceID
        /// The network of the creator when it asked for the code.
        let network: NetworkPrefix
        let words: [String]
    }

    private var codes: [Int: Code] = [:]

    var count: Int { codes.count }

    subscript(slot: Int) -> Code? { codes[slot] }

    /// The number of codes created in `network`.
    func count(in network: NetworkPrefix) -> Int {
        codes.values.count { $0.network == network }
    }

    /// Creates a code in a free slot, and returns the slot and the code's text.
    mutating func create(
        for creator: DeviceID,
        in network: NetworkPrefix,
        using random: inout some RandomNumberGenerator
    ) -> (slot: Int, text: String) {
        let slot = freeSlot(using: &random)
        let words = (0..<2).map { _ in CodeWords.all[Int(random.next(upperBound: UInt64(CodeWords.all.count)))] }
        codes[slot] = Code(creator: creator, network: network, words: words)
        return (slot, "\(slot)-\(words[0])-\(words[1])")
    }

    mutating func remove(_ slot: Int) {
        codes[slot] = nil
    }

    /// A free slot with few digits. It is drawn from at least twice as many as are taken, so that a new code rarely
    /// gets the number of one that has just ended: a late guess at that would end it.
    private func freeSlot(using random: inout some RandomNumberGenerator) -> Int {
        var bound = 99
        while bound < 2 * (count + 1) {
            bound = bound * 10 + 9
        }
        while true {
            let slot = Int.random(in: 1...bound, using: &random)
            if codes[slot] == nil { return slot }
        }
    }
}

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
