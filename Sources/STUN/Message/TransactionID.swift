/// The number that ties a response to its request: 96 bits (RFC 8489 section 5).
package struct TransactionID: Hashable, Sendable {
    /// The first 32 bits.
    package let high: UInt32
    /// The last 64 bits.
    package let low: UInt64

    /// The ID of these bits.
    package init(high: UInt32, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new random ID. Requests need a cryptographically secure generator: an attacker who guesses the ID can forge
    /// the response.
    package init(using random: inout some RandomNumberGenerator) {
        self.init(high: random.next(), low: random.next())
    }
}
