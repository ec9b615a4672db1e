import NetPrimitives

/// Limits the responses to unauthenticated senders, by their source address, in a fixed amount of memory.
///
/// Every network has a bucket, chosen by its hash. Two networks with the same bucket share its allowance while both are
/// active: a flood from forged addresses costs honest clients a retransmission and the server nothing.
struct ChallengeLimiter: Sendable {
    private struct Entry: Sendable {
        /// The hash of the network that uses the bucket.
        var network: Int
        var bucket = TokenBucket()
    }

    /// The number of entries, a power of two: 64 KiB in all.
    private static let size = 4096

    private var entries = [Entry](repeating: Entry(network: 0), count: size)
    private let rate: TokenBucket.Rate

    /// A limiter that admits `rate` responses to each network.
    init(_ rate: TokenBucket.Rate) {
        self.rate = rate
    }

    /// Whether a message from `address` may be answered.
    mutating func admits(_ address: IPAddress, now: Instant) -> Bool {
        // Swift seeds its hashes anew in each process, so an attacker cannot choose a network with the same bucket.
        let network = address.customerNetwork.hashValue
        let index = network & (Self.size - 1)
        if entries[index].network != network, entries[index].bucket.isFull(at: now) {
            entries[index] = Entry(network: network)
        }
        return entries[index].bucket.take(rate, now: now)
    }
}
