import NetPrimitives
import STUN
import TURN
import TURNGrants
import Testing

/// The process was suspended or busy for a while: datagrams that waited in the sockets are read before timers fire.
@Suite("What comes after an allocation has ended and before anybody has noticed")
struct LateTests {
    let world = World()
    let device: Device
    let peer = at("198.51.100.20", 7000)
    let allocation: TransactionID

    init() throws {
        for name: Character in ["A", "B"] {
            world.apply(.granted(grantID(name), until: world.now + .seconds(86_400)))
            world.apply(.peerAddresses(grantID(name), [peer.address]))
        }
        device = Device(world)
        allocation = world.transactionID()
        _ = try device.request(.allocate, [.requestedTransport(17)], allocation)
        try device.request(.refresh, [.lifetime(600)])
        try device.bind(0x4000, to: peer)
        world.delivered.removeAll()
    }

    @Test("A retransmitted Allocate makes a new allocation", arguments: [600, 601, 100_000])
    func retransmission(seconds: Int) throws {
        world.stall(.seconds(seconds))
        let first = try #require(world.opening.last?.relay)
        if seconds > 3_600 { device.nonce = nil }
        let answer = try device.request(.allocate, [.requestedTransport(17)], allocation)
        #expect(answer?.lifetime == (seconds < 86_400 ? 600 : nil))
        #expect(world.open[first] == nil)
        #expect(world.open.count == (seconds < 86_400 ? 1 : 0))
    }

    @Test("A request of any other kind finds no allocation")
    func requests() throws {
        world.stall(.seconds(600))
        #expect(try device.request(.refresh)?.error == 437)
        #expect(try device.permit(peer)?.error == 437)
        #expect(try device.bind(0x4000, to: peer)?.error == 437)
        #expect(world.server.statistics.allocations == 0)
        #expect(world.open.isEmpty)
    }

    @Test("Data goes neither way")
    func data() throws {
        // Refreshed a moment before its end, so permission and channel are still valid.
        world.stall(.seconds(599))
        try device.bind(0x4000, to: peer)
        let relay = try #require(world.opening.last?.relay)
        world.delivered.removeAll()
        world.stall(.seconds(1))
        device.send([1], to: peer)
        device.send([2], on: 0x4000)
        world.receive([3], at: relay, from: peer)
        #expect(world.relayed.isEmpty)
        #expect(world.delivered.isEmpty)
    }

    @Test("Nothing is delivered inside the process")
    func inside() throws {
        let here = try #require(world.open.values.first)
        world.stall(.seconds(500))
        let other = Device(world, port: 5001)
        try other.allocate()
        try device.permit(try #require(other.relayed))
        try other.permit(TransportAddress(World.serverAddress, port: here))
        world.delivered.removeAll()
        world.stall(.seconds(99))
        other.send([1], to: TransportAddress(World.serverAddress, port: here))
        #expect(try device.received() == [.indication(from: try #require(other.relayed), [1])])
        world.stall(.seconds(1))
        other.send([2], to: TransportAddress(World.serverAddress, port: here))
        #expect(world.delivered.isEmpty)
    }

    @Test("A relay socket that opens too late is closed again")
    func openedLate() throws {
        world.opensRelays = false
        let other = Device(world, port: 5001)
        #expect(try other.request(.allocate, [.requestedTransport(17)]) == nil)
        let relay = try #require(world.opening.last?.relay)
        world.stall(.seconds(10))
        world.relayOpened(relay)
        #expect(world.delivered.filter { $0.client == other.client }.count == 1)
        #expect(world.server.statistics.allocations == 1)
    }
}
