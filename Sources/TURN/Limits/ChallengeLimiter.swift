import NetPrimitives

/// Limits what strangers get answered, by where they say they are, in a fixed amount of memory.
///
/// Every network has a bucket by its hash. Two that share one share its allowance while both are active: a flood from
/// forged addresses costs honest ones a retransmission and the server nothing.
struct ChallengeLimiter: Sendable {
    private struct Entry: Sendable {
        /// The hash of the network that has the bucket.
        var network: Int
        var bucket = TokenBucket()
    }

    /// In entries, a power of two: 64 KiB in all.
    private static let size = 4096

    private var entries = [Entry](repeating: Entry(network: 0), count: size)
    private let rate: TokenBucket.Rate

    /// Lets `rate` answers through to each network.
    init(_ rate: TokenBucket.Rate) {
        self.rate = rate
    }

    /// Whether something that was sent from `address` may be answered.
    mutating func admits(_ address: IPAddress, now: Instant) -> Bool {
        // Swift seeds its hashes anew in each process, so nobody can choose whose bucket to share.
        let network = address.customerNetwork.hashValue
        let index = network & (Self.size - 1)
        if entries[index].network != network, entries[index].bucket.isFull(at: now) {
            entries[index] = Entry(network: network)
        }
        return entries[index].bucket.take(rate, now: now)
    }
}
