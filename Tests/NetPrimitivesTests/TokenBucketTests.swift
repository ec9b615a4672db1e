import NetPrimitives
import Testing

@Suite("Rate limits")
struct TokenBucketTests {
    private static let start = Instant(nanoseconds: 1_000)

    @Test(
        "The burst passes at once, and then one each time the rate allows",
        arguments: [(50, 200), (2, 32), (10, 50), (3, 7), (1, 1)]
    )
    func burstAndRate(perSecond: Int, burst: Int) {
        let rate = TokenBucket.Rate(perSecond: perSecond, burst: burst)
        let period = Duration.nanoseconds(1_000_000_000 / perSecond)
        var bucket = TokenBucket()
        #expect((0..<burst + 10).count { _ in bucket.take(rate, now: Self.start) } == burst)
        // A second does not divide into all of these rates: the times are whole nanoseconds.
        let times = [period - .nanoseconds(burst), period, period]
        #expect(times.map { bucket.take(rate, now: Self.start + $0) } == [false, true, false])
        // After a rest a whole burst passes again, and no more.
        let later = Self.start + .seconds(1_000)
        #expect(bucket.isFull(at: later))
        #expect((0..<burst + 10).count { _ in bucket.take(rate, now: later) } == burst)
        #expect(!bucket.isFull(at: later) && bucket.isFull(at: bucket.fillTime))
    }

    @Test("What does not fit takes nothing, and what is smaller still passes")
    func amounts() {
        let rate = TokenBucket.Rate(perSecond: 100_000, burst: 100_000)
        var bucket = TokenBucket()
        let amounts = [60_000, 60_000, 40_000, 1]
        #expect(amounts.map { bucket.take($0, rate, now: Self.start) } == [true, false, true, false])
        let later = Self.start + .milliseconds(500)
        #expect([50_001, 50_000].map { bucket.take($0, rate, now: later) } == [false, true])
    }

    @Test("A rate of 0 is none, and absurd rates do not overflow")
    func extremes() {
        var bucket = TokenBucket()
        let none = TokenBucket.Rate(perSecond: 0, burst: 0)
        #expect((0..<1_000).allSatisfy { _ in bucket.take(65_535, none, now: Self.start) })
        for number in [Int.min, -1, 1, Int.max] {
            let rate = TokenBucket.Rate(perSecond: number, burst: number)
            _ = bucket.take(65_535, rate, now: Instant(nanoseconds: 1 << 62))
        }
    }

    @Test("Against a bucket that counts tokens, on random schedules", arguments: 1...20)
    func againstModel(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        // All of these divide a second, so that the model is exact.
        let perSecond = [1, 2, 10, 50, 1_000].randomElement(using: &random) ?? 1
        let burst = Int.random(in: 1...100, using: &random)
        let rate = TokenBucket.Rate(perSecond: perSecond, burst: burst)
        let period = Int64(1_000_000_000 / perSecond)
        var bucket = TokenBucket()
        var now = Self.start
        // The level of the bucket, in nanoseconds of filling.
        var level = period * Int64(burst)
        for _ in 0..<2_000 {
            let pause = Int64.random(in: 0..<2 * period, using: &random)
            now = now + .nanoseconds(pause)
            level = min(level + pause, period * Int64(burst))
            let amount = Int.random(in: 1...3, using: &random)
            let fits = level >= period * Int64(amount)
            if fits { level -= period * Int64(amount) }
            let passed = bucket.take(amount, rate, now: now)
            #expect(passed == fits)
        }
    }
}
