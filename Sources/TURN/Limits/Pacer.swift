import NetPrimitives

/// Lets a bounded amount through a second, in one number: the generic cell rate algorithm (ITU-T I.371).
struct Pacer: Sendable {
    /// Nanoseconds on the clock: when all that was let through would have passed at exactly the rate.
    private var end: Int64 = .min

    /// How much may pass.
    struct Rate: Sendable {
        /// Units a second, 0 for any number.
        let perSecond: Int64
        /// In nanoseconds: how far ahead of the rate one may be.
        let tolerance: Int64

        /// `perSecond` on average, `burst` at once.
        init(perSecond: Int, burst: Int) {
            // Far beyond any link, and small enough that nothing below overflows.
            self.perSecond = Int64(min(max(perSecond, 0), 1 << 32))
            tolerance = self.perSecond == 0 ? 0 : Int64(min(max(burst, 0), 1 << 32)) * 1_000_000_000 / self.perSecond
        }
    }

    /// Whether nothing that was let through counts any more.
    func isIdle(at now: Instant) -> Bool { end <= now.nanoseconds }

    /// When nothing that was let through counts any more.
    var idleTime: Instant { Instant(nanoseconds: end) }

    /// Lets `amount`, at most 65,535, through unless that would be too much.
    mutating func take(_ amount: Int, _ rate: Rate, now: Instant) -> Bool {
        guard rate.perSecond > 0 else { return true }
        let start = max(end, now.nanoseconds)
        let next = start + Int64(amount) * 1_000_000_000 / rate.perSecond
        guard next - now.nanoseconds <= rate.tolerance else { return false }
        end = next
        return true
    }
}
