import NetPrimitives
import STUN
import TURN
import TURNGrants
import Testing

@Suite("Life and end of an allocation")
struct RefreshTests {
    let world = World()
    let device: Device

    init() throws {
        device = Device(world)
        world.apply(.granted(grantID("A"), until: world.now + .seconds(86_400)))
        try device.allocate()
    }

    @Test("It ends when it is not refreshed, and its relay socket is closed")
    func expiry() throws {
        world.advance(.seconds(599))
        #expect(world.open.count == 1)
        world.advance(.seconds(1))
        #expect(world.open.isEmpty)
        #expect(world.server.statistics.allocations == 0)
        #expect(try device.request(.refresh)?.error == 437)
    }

    @Test("A refresh gives it as long again, and at most an hour")
    func refresh() throws {
        world.advance(.seconds(599))
        #expect(try device.request(.refresh)?.lifetime == 600)
        world.advance(.seconds(599))
        #expect(world.open.count == 1)
        #expect(try device.request(.refresh, [.lifetime(9999)])?.lifetime == 3600)
        world.advance(.seconds(3599))
        #expect(world.open.count == 1)
        world.advance(.seconds(1))
        #expect(world.open.isEmpty)
    }

    @Test("A refresh of nothing ends it, and then it can be made anew")
    func end() throws {
        #expect(try device.request(.refresh, [.lifetime(0)])?.lifetime == 0)
        #expect(world.open.isEmpty)
        #expect(try device.request(.refresh, [.lifetime(0)])?.error == 437)
        #expect(try device.allocate().isSuccess)
        #expect(world.open.count == 1)
    }

    @Test("A refresh of the wrong family gets 443")
    func family() throws {
        #expect(try device.request(.refresh, [.requestedAddressFamily(.v6)])?.error == 443)
        #expect(try device.request(.refresh, [.requestedAddressFamily(.v4)])?.isSuccess == true)
    }

    @Test("An allocation is bound to its 5-tuple")
    func otherTuple() throws {
        for other in [
            Device(world, port: 5001), Device(world, from: "198.51.100.11"), Device(world, .tcp),
            Device(world, at: ip("203.0.113.2")),
        ] {
            #expect(try other.request(.refresh)?.error == 437)
        }
    }

    @Test("Nothing of an ended allocation is left to whoever gets its place or its port")
    func nothingLeft() throws {
        let peer = at("198.51.100.20", 7000)
        world.apply(.peerAddresses(grantID("A"), [peer.address]))
        try device.bind(0x4000, to: peer)
        try device.request(.refresh, [.lifetime(0)])
        world.delivered.removeAll()
        device.send([1], on: 0x4000)
        device.send([1], to: peer)
        try device.allocate()
        device.send([1], on: 0x4000)
        device.send([1], to: peer)
        #expect(world.relayed.isEmpty)
    }
}
