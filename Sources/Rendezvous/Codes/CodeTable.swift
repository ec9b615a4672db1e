import NetPrimitives
import Signaling

/// The codes that wait to be used, by their slot.
struct CodeTable {
    /// A code and whose it is.
    struct Code {
        let creator: DeviceID
        /// Where it was asked for.
        let network: NetworkPrefix
        let words: [String]
    }

    private var codes: [Int: Code] = [:]

    var count: Int { codes.count }

    subscript(slot: Int) -> Code? { codes[slot] }

    /// The codes that were asked for in `network`.
    func count(in network: NetworkPrefix) -> Int {
        codes.values.count { $0.network == network }
    }

    /// Makes a code in a free slot, and returns the slot and its text.
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
