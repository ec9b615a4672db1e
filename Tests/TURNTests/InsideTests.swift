import NetPrimitives
import STUN
import TURN
import TURNGrants
import Testing

@Suite("From allocation to allocation, inside the process")
struct InsideTests {
    let world: World
    let anna: Device
    let bert: Device
    let annaAt: TransportAddress
    let bertAt: TransportAddress

    init() throws {
        world = World()
        anna = Device(world, from: "198.51.100.10", grant: "A")
        bert = Device(world, from: "192.0.2.10", .tcp, grant: "B")
        for grant in [anna.grant, bert.grant] {
            world.apply(.granted(grant, until: world.now + .seconds(86_400)))
        }
        try anna.allocate()
        try bert.allocate()
        annaAt = try #require(anna.relayed)
        bertAt = try #require(bert.relayed)
        world.delivered.removeAll()
    }

    @Test("Two clients that permit each other talk, by indications and by channels")
    func talk() throws {
        try anna.permit(bertAt)
        try bert.permit(annaAt)
        world.delivered.removeAll()
        anna.send([1], to: bertAt)
        #expect(try bert.received() == [.indication(from: annaAt, [1])])
        try bert.bind(0x4123, to: annaAt)
        world.delivered.removeAll()
        anna.send([2], to: bertAt)
        #expect(try bert.received() == [.channel(0x4123, [2])])
        bert.send([3], on: 0x4123)
        #expect(try anna.received() == [.indication(from: bertAt, [3])])
        #expect(world.relayed.isEmpty)
        #expect(world.server.statistics.within.packets == 3)
        #expect(world.server.statistics.toPeers.packets == 0)
    }

    @Test("Who does not permit the sender gets nothing")
    func oneSided() throws {
        try anna.permit(bertAt)
        world.delivered.removeAll()
        anna.send([1], to: bertAt)
        #expect(try bert.received().isEmpty)
        #expect(world.server.statistics.refused[.noRecipient] == 1)
    }

    @Test(
        "An allocation of another conversation, which permits the server's address, gets nothing, and gets nothing in"
    )
    func otherConversation() throws {
        world.apply(.granted(grantID("C"), until: world.now + .seconds(86_400)))
        let carl = Device(world, from: "192.0.2.30", grant: "C")
        try carl.allocate()
        let carlAt = try #require(carl.relayed)
        for device in [anna, bert] { try device.permit(carlAt) }
        try carl.permit(annaAt)
        world.delivered.removeAll()
        carl.send([1], to: annaAt)
        anna.send([2], to: carlAt)
        #expect(world.delivered.isEmpty)
        #expect(world.server.statistics.refused[.noRecipient] == 2)
        anna.send([3], to: bertAt)
        #expect(try bert.received().count == 1)
    }

    @Test("Only the exact port of a live allocation is reached")
    func exactPort() throws {
        try anna.permit(bertAt)
        try bert.permit(annaAt)
        world.delivered.removeAll()
        for port in [1, 53, 3478, bertAt.port - 1, bertAt.port + 1, 65_535] where port != annaAt.port {
            anna.send([1], to: TransportAddress(bertAt.address, port: port))
        }
        #expect(try bert.received().isEmpty)
        try bert.request(.refresh, [.lifetime(0)])
        world.delivered.removeAll()
        anna.send([1], to: bertAt)
        #expect(world.delivered.isEmpty)
        #expect(world.relayed.isEmpty)
    }

    @Test("A packet off the network that claims to be the server's is not believed")
    func forged() throws {
        try anna.permit(bertAt)
        world.delivered.removeAll()
        world.receive([1], at: try #require(anna.relay), from: bertAt)
        world.receive([1], at: try #require(anna.relay), from: TransportAddress(World.serverAddress, port: 53))
        #expect(try anna.received().isEmpty)
    }

    @Test("A client may send to itself, once")
    func itself() throws {
        try anna.permit(annaAt)
        world.delivered.removeAll()
        anna.send([1], to: annaAt)
        #expect(try anna.received() == [.indication(from: annaAt, [1])])
    }

    @Test("Clients that talk to different addresses of the server reach each other under what was announced")
    func differentAddresses() throws {
        let interfaces =
            World.publicInterfaces + [InterfaceAddress(interface: "b", address: ip("10.0.0.1"), prefixLength: 8)]
        let world = World(interfaces: interfaces, external: [.init(ip("192.0.2.99"), for: World.serverAddress)])
        world.apply(.granted(grantID("A"), until: world.now + .seconds(600)))
        let outside = Device(world, from: "198.51.100.10")
        let inside = Device(world, from: "10.0.0.7", at: ip("10.0.0.1"))
        try outside.allocate()
        try inside.allocate()
        let (outsideAt, insideAt) = (try #require(outside.relayed), try #require(inside.relayed))
        #expect(outsideAt.address == ip("192.0.2.99"))
        #expect(insideAt.address == ip("10.0.0.1"))
        try outside.permit(insideAt)
        try inside.permit(outsideAt)
        world.delivered.removeAll()
        outside.send([1], to: insideAt)
        inside.send([2], to: outsideAt)
        #expect(try inside.received() == [.indication(from: outsideAt, [1])])
        #expect(try outside.received() == [.indication(from: insideAt, [2])])
        #expect(world.relayed.isEmpty)
    }
}
