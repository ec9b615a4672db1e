package import NetPrimitives

/// A rate limit as a value: tokens come in at a steady rate up to a burst, each message takes one.
package struct TokenBucket: Sendable {
    /// How fast tokens come and how many fit.
    package struct Rate: Hashable, Sendable {
        /// Tokens a second, 1 or more.
        package var perSecond: Int
        /// Tokens that fit.
        package var burst: Int

        /// A rate of these values.
        package init(perSecond: Int, burst: Int) {
            self.perSecond = max(perSecond, 1)
            self.burst = burst
        }
    }

    /// When the bucket will be full again if nobody takes from it.
    ///
    /// Time instead of tokens keeps the arithmetic whole and exact.
    private var fullAt: Instant

    /// A full bucket.
    package init(now: Instant) {
        fullAt = now
    }

    /// Takes a token; false when there is none.
    package mutating func take(_ rate: Rate, now: Instant) -> Bool {
        let perToken = Int64(1_000_000_000) / Int64(rate.perSecond)
        let filled = max(fullAt, now)
        let next = Instant(nanoseconds: filled.nanoseconds + perToken)
        guard next.nanoseconds - now.nanoseconds <= perToken * Int64(rate.burst) else { return false }
        fullAt = next
        return true
    }
}
