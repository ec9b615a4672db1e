import NetPrimitives
import STUN
import TURN
import TURNGrants
import Testing

@Suite("Retransmissions and relay sockets that do not open")
struct RetransmissionTests {
    let world = World()

    init() {
        world.apply(.granted(grantID("A"), until: world.now + .seconds(86_400)))
    }

    @Test("A retransmitted Allocate gets the same address; another Allocate gets 437")
    func retransmission() throws {
        let device = Device(world)
        let id = world.transactionID()
        let first = try device.request(.allocate, [.requestedTransport(17)], id)
        world.advance(.seconds(2))
        let second = try device.request(.allocate, [.requestedTransport(17)], id)
        #expect(first?.relayedAddress == second?.relayedAddress)
        #expect(second?.lifetime == 598)
        #expect(world.opening.count == 1)
        #expect(try device.allocate().error == 437)
    }

    @Test("A retransmission while the relay socket is being opened opens no second one, and there is one answer")
    func retransmissionWhileOpening() throws {
        world.opensRelays = false
        let device = Device(world)
        let id = world.transactionID()
        #expect(try device.request(.allocate, [.requestedTransport(17)], id) == nil)
        #expect(try device.request(.allocate, [.requestedTransport(17)], id) == nil)
        #expect(world.opening.count == 1)
        #expect(try device.request(.refresh)?.error == 437)
        world.delivered.removeAll()
        world.relayOpened(world.opening[0].relay)
        #expect(world.delivered.count == 1)
        #expect(try world.lastAnswer().isSuccess)
    }

    @Test("A port that somebody else has is followed by another one, up to 16 of them, then 508")
    func takenPorts() throws {
        world.opensRelays = false
        let device = Device(world)
        #expect(try device.request(.allocate, [.requestedTransport(17)]) == nil)
        for _ in 1...15 {
            let opening = try #require(world.opening.last)
            world.relayFailed(opening.relay)
            #expect(world.opening.last?.port != opening.port)
        }
        #expect(world.opening.count == 16)
        world.delivered.removeAll()
        world.relayFailed(try #require(world.opening.last).relay)
        #expect(world.opening.count == 16)
        let answer = try world.lastAnswer()
        #expect(answer.error == 508)
        #expect(world.server.statistics.allocations == 0)
        #expect(world.server.nextDeadline == Instant(nanoseconds: 86_400_000_000_000))
    }

    @Test("A relay socket that never opens is given up, and the client may ask again")
    func neverOpens() throws {
        world.opensRelays = false
        let device = Device(world)
        #expect(try device.request(.allocate, [.requestedTransport(17)]) == nil)
        world.advance(.seconds(10))
        #expect(world.server.statistics.allocations == 0)
        world.relayOpened(world.opening[0].relay)
        #expect(world.server.statistics.allocations == 0)
        world.opensRelays = true
        #expect(try device.allocate().isSuccess)
    }

    @Test("A relay socket that the system closed ends its allocation")
    func lost() throws {
        let device = Device(world)
        try device.allocate()
        let relay = try #require(device.relay)
        world.relayLost(relay)
        #expect(world.server.statistics.allocations == 0)
        #expect(try device.request(.refresh)?.error == 437)
        #expect(try device.allocate().isSuccess)
        world.relayLost(relay)
        #expect(world.server.statistics.allocations == 1)
    }

    @Test("The late word about a relay socket does nothing to the allocation that came into its place")
    func lateWord() throws {
        let first = Device(world)
        try first.allocate()
        let relay = try #require(first.relay)
        try first.request(.refresh, [.lifetime(0)])
        let second = Device(world, port: 5001)
        try second.allocate()
        #expect(second.relay?.slot == relay.slot)
        #expect(second.relay != relay)
        world.relayFailed(relay)
        world.receive([1], at: relay, from: at("198.51.100.99", 9))
        #expect(world.server.statistics.allocations == 1)
        #expect(try second.received().isEmpty == false)
    }
}
