import NetPrimitives
import Testing

@Suite("Timers")
struct TimerTableTests {
    @Test("Timers come due in order, moved and cancelled ones where they belong")
    func againstModel() {
        var random = SeededRandom(seed: 3)
        var timers = TimerTable<Int>()
        var model: [Int: Instant] = [:]
        for _ in 0..<20_000 {
            let key = Int.random(in: 0..<100, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0...1:
                let deadline = Instant(nanoseconds: Int64.random(in: 0..<1_000, using: &random))
                timers.set(key, to: deadline)
                model[key] = deadline
            case 2:
                timers.cancel(key)
                model[key] = nil
            default:
                let now = Instant(nanoseconds: Int64.random(in: 0..<300, using: &random))
                while let due = timers.popDue(now: now) {
                    let deadline = model.removeValue(forKey: due)
                    #expect(deadline.map { $0 <= now } == true)
                    #expect(model.values.allSatisfy { deadline ?? now <= $0 })
                }
            }
            #expect(timers.nextDeadline == model.values.min())
            #expect(timers[key] == model[key])
            #expect(timers.count == model.count)
        }
    }
}
