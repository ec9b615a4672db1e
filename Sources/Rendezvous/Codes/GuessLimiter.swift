import NetPrimitives

/// Counts wrong guesses of the last minute, by network and in all.
///
/// It holds no more entries than there may be guesses in all, whatever the number of networks they come from.
struct GuessLimiter {
    /// How long a wrong guess counts.
    static let window: Duration = .seconds(60)

    private var wrong: [(time: Instant, network: NetworkPrefix)] = []

    /// Whether a device of `network` may guess.
    mutating func allows(_ network: NetworkPrefix, perNetwork: Int, inAll: Int, now: Instant) -> Bool {
        wrong.removeAll { now - $0.time >= Self.window }
        return wrong.count < inAll && wrong.count { $0.network == network } < perNetwork
    }

    /// Notes a wrong guess, which ``allows(_:perNetwork:inAll:now:)`` allowed.
    mutating func note(_ network: NetworkPrefix, now: Instant) {
        wrong.append((now, network))
    }
}
