import NetPrimitives

/// A limit on wrong guesses in the last minute, by network and in all.
///
/// It is a sliding window and not a ``TokenBucket``, which would let twice as many through in its first minute: the
/// chance of guessing a code rests on this number (docs/threat-model.md).
///
/// The number of its entries is bounded by the limit on all guesses, for any number of networks.
struct GuessLimiter {
    /// The time for which a wrong guess counts.
    static let window: Duration = .seconds(60)

    private var wrong: [(time: Instant, network: NetworkPrefix)] = []

    /// Whether a device in `network` may guess.
    mutating func allows(_ network: NetworkPrefix, perNetwork: Int, inAll: Int, now: Instant) -> Bool {
        wrong.removeAll { now - $0.time >= Self.window }
        return wrong.count < inAll && wrong.count { $0.network == network } < perNetwork
    }

    /// Records a wrong guess, which ``allows(_:perNetwork:inAll:now:)`` allowed.
    mutating func note(_ network: NetworkPrefix, now: Instant) {
        wrong.append((now, network))
    }
}
