import Signaling

/// The codes that wait to be used, by their slot.
struct CodeTable {
    /// A code and whose it is.
    struct Code {
        let creator: DeviceID
        let words: [String]
    }

    private var codes: [Int: Code] = [:]

    var count: Int { codes.count }

    subscript(slot: Int) -> Code? { codes[slot] }

    /// Makes a code in a free slot, and returns the slot and its text.
    mutating func create(
        for creator: DeviceID,
        using random: inout some RandomNumberGenerator
    ) -> (slot: Int, text: String) {
        let slot = freeSlot(using: &random)
        let words = (0..<2).map { _ in CodeWords.all[Int(random.next(upperBound: UInt64(CodeWords.all.count)))] }
        codes[slot] = Code(creator: creator, words: words)
        return (slot, "\(slot)-\(words[0])-\(words[1])")
    }

    mutating func remove(_ slot: Int) {
        codes[slot] = nil
    }

    /// A slot with few digits. It is drawn from twice as many as are taken, so that a code that has just ended is not
    /// followed by another under the same number, which a late guess would end.
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

/// What a person typed, taken apart.
struct CodeGuess: Equatable {
    let slot: Int
    let words: [String]

    /// Nil when it is not a number and two words. Case and separators do not matter.
    init?(_ text: String) {
        let parts = text.lowercased().split { " -._".contains($0) }.map(String.init)
        // Six digits: more than there will ever be slots.
        guard parts.count == 3, parts[0].utf8.count <= 6, let slot = Int(parts[0]), slot > 0 else { return nil }
        self.slot = slot
        words = [parts[1], parts[2]]
    }
}
