import NetPrimitives
import Rendezvous
import Signaling
import Testing

/// Devices that join, leave, break off, come back from elsewhere, use each other's codes and call each other, in random
/// order. Each client's knowledge has to be right once things are quiet.
@Suite("Simulation")
struct SimulationTests {
    /// Rounds of five joins. A million joins take minutes without optimization: `join-simulation` does that.
    private static let rounds = 10_000

    @Test(
        "Whatever happens, what clients were told is what is so, and nothing reaches a device out of sight",
        arguments: 1...12
    )
    func truth(seed: UInt64) throws {
        var crowd = try Crowd(seed: seed)
        for round in 0..<25 {
            for _ in 0..<40 {
                crowd.step()
            }
            // Longer than the grace period, so that no device is in between; and now and then longer than a probe.
            crowd.world.advance(by: .seconds(round % 4 == 3 ? 130 : 6))
            #expect(crowd.lies() == [])
        }
        crowd.leave()
        expectEmpty(crowd.world)
    }

    @Test("Joins and leaves by the thousand leave nothing behind")
    func nothingIsLeft() {
        let world = World(seed: 7) { $0.roomMembers = 8 }
        var random = SeededRandom(seed: 7)
        let tokens = (1...50).map { World.key.token(for: DeviceID(high: 0, low: $0)) }
        for _ in 0..<Self.rounds {
            // Now and then a known device, or one that replaces itself.
            let devices = (0..<5).map { _ in
                world.join(
                    token: Int.random(in: 0..<8, using: &random) == 0 ? tokens.randomElement(using: &random) : nil
                )
            }
            for device in devices {
                Bool.random(using: &random) ? device.lose() : device.send(.bye)
            }
            world.forgetEnded()
            world.advance(by: .milliseconds(Int.random(in: 0...300, using: &random)))
        }
        world.advance(by: .seconds(6))
        expectEmpty(world)
        #expect(world.faults.isEmpty)
    }

    private func expectEmpty(_ world: World) {
        world.advance(by: .seconds(700))
        var expected = Rendezvous.Statistics()
        expected.totals = world.statistics.totals
        #expect(world.statistics == expected)
        #expect(world.statistics.totals.joins == world.statistics.totals.leaves)
        #expect(world.nextDeadline == nil)
    }
}
