/// A rate limit, stored as one number: so many units a second on average, and so many at once.
///
/// It stores a time in place of tokens (virtual scheduling, the generic cell rate algorithm of ITU-T I.371), so the
/// arithmetic is whole and exact, and an idle bucket needs no timer to fill. The rate is an argument, so that thousands
/// of buckets share one.
package struct TokenBucket: Sendable {
    /// An average and a burst.
    package struct Rate: Hashable, Sendable {
        /// Units per second, 0 for no limit.
        package let perSecond: Int64
        /// The lead over the average that a burst may take, in nanoseconds.
        let tolerance: Int64

        /// A rate of `perSecond` units on average, 0 for no limit, and `burst` units at once.
        package init(perSecond: Int, burst: Int) {
            // Far beyond any link, and small enough that nothing below overflows.
            self.perSecond = Int64(min(max(perSecond, 0), 1 << 32))
            tolerance = self.perSecond == 0 ? 0 : Int64(min(max(burst, 0), 1 << 32)) * 1_000_000_000 / self.perSecond
        }
    }

    /// The time at which the bucket will be full again if nothing is taken, in nanoseconds on the clock.
    private var fullAt: Int64 = .min

    /// A full bucket.
    package init() {}

    /// Whether the bucket is full, as a new one is.
    package func isFull(at now: Instant) -> Bool { fullAt <= now.nanoseconds }

    /// The time at which the bucket will be full if nothing is taken.
    package var fillTime: Instant { Instant(nanoseconds: fullAt) }

    /// Takes one unit; false when there is none.
    package mutating func take(_ rate: Rate, now: Instant) -> Bool {
        take(1, rate, now: now)
    }

    /// Takes `amount` units, at most 65,535; takes nothing and returns false when there are fewer.
    package mutating func take(_ amount: Int, _ rate: Rate, now: Instant) -> Bool {
        guard rate.perSecond > 0 else { return true }
        let start = max(fullAt, now.nanoseconds)
        let next = start + Int64(amount) * 1_000_000_000 / rate.perSecond
        guard next - now.nanoseconds <= rate.tolerance else { return false }
        fullAt = next
        return true
    }
}
