import NetPrimitives

/// Limits what strangers get answered, by where they say they are, in a fixed amount of memory.
///
/// Every network has a place by its hash. Two that share one share its allowance while both are active: a flood from
/// forged addresses costs honest ones a retransmission and the server nothing.
struct ChallengeLimiter: Sendable {
    private struct Place: Sendable {
        var network: Int
        var pacer = Pacer()
    }

    /// A power of two: 96 KiB in all.
    private static let size = 4096

    private var places = [Place](repeating: Place(network: 0), count: size)
    private let rate: Pacer.Rate

    /// Lets `rate` answers through to each network.
    init(_ rate: Pacer.Rate) {
        self.rate = rate
    }

    /// Whether something that was sent from `address` may be answered.
    mutating func admits(_ address: IPAddress, now: Instant) -> Bool {
        // Swift seeds its hashes anew in each process, so nobody can choose whose place to share.
        let network = address.customerNetwork.hashValue
        let index = network & (Self.size - 1)
        if places[index].network != network, places[index].pacer.isIdle(at: now) {
            places[index] = Place(network: network)
        }
        return places[index].pacer.take(1, rate, now: now)
    }
}
