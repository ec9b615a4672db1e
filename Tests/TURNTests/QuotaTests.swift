import NetPrimitives
import STUN
import TURN
import TURNGrants
import Testing

@Suite("Limits")
struct QuotaTests {
    let peer = at("198.51.100.20", 7000)
    /// A payload that makes 1,000 bytes with its 48 bytes of headers.
    static let kilobyte = [UInt8](repeating: 1, count: 952)

    @Test("A grant has so many allocations, then 486; all together have so many, then 508")
    func allocations() throws {
        let world = world {
            $0.allocationsPerGrant = 3
            $0.allocations = 5
        }
        var devices = (1...3).map { Device(world, port: $0, grant: "A") }
        for device in devices { #expect(try device.allocate().isSuccess) }
        #expect(try Device(world, port: 4, grant: "A").allocate().error == 486)
        devices += (5...6).map { Device(world, port: $0, grant: "B") }
        for device in devices.suffix(2) { #expect(try device.allocate().isSuccess) }
        #expect(try Device(world, port: 7, grant: "B").allocate().error == 508)
        // Allocations being opened count.
        try devices[0].request(.refresh, [.lifetime(0)])
        world.opensRelays = false
        #expect(try Device(world, port: 8, grant: "B").request(.allocate, [.requestedTransport(17)]) == nil)
        #expect(try Device(world, port: 9, grant: "A").allocate().error == 508)
        #expect(world.server.statistics.refused[.quota] == 1)
        #expect(world.server.statistics.refused[.capacity] == 2)
    }

    @Test("A device has so many allocations over all of its grants, then 486")
    func allocationsOfDevice() throws {
        let world = World { $0.allocationsPerDevice = 3 }
        let network = try #require(NetworkPrefix("198.51.100.10"))
        for (name, number) in [("A", 1), ("B", 1), ("C", 2)] as [(Character, UInt64)] {
            world.apply(.granted(grantID(name), to: .holder(number, network), until: world.now + .seconds(86_400)))
        }
        let devices = (1...3).map { Device(world, port: $0, grant: $0 == 3 ? "B" : "A") }
        for device in devices { #expect(try device.allocate().isSuccess) }
        #expect(try Device(world, port: 4, grant: "A").allocate().error == 486)
        #expect(try Device(world, port: 5, grant: "B").allocate().error == 486)
        #expect(try Device(world, port: 6, grant: "C").allocate().isSuccess)
        try devices[0].request(.refresh, [.lifetime(0)])
        #expect(try Device(world, port: 7, grant: "B").allocate().isSuccess)
        // Allocations that ended in another way do not count.
        world.apply(.revoked(grantID("B")))
        #expect(try Device(world, port: 8, grant: "A").allocate().isSuccess)
        #expect(try Device(world, port: 9, grant: "A").allocate().isSuccess)
        #expect(try Device(world, port: 10, grant: "A").allocate().error == 486)
    }

    @Test("The devices behind one address have so many allocations, then 486")
    func allocationsOfNetwork() throws {
        let world = World { $0.allocationsPerNetwork = 2 }
        let one = try #require(NetworkPrefix("2001:db8:5::/64"))
        let other = try #require(NetworkPrefix("2001:db8:6::/64"))
        for (name, number, network) in [("A", 1, one), ("B", 2, one), ("C", 3, other)]
            as [(Character, UInt64, NetworkPrefix)]
        {
            world.apply(.granted(grantID(name), to: .holder(number, network), until: world.now + .seconds(86_400)))
        }
        let first = Device(world, port: 1, grant: "A")
        #expect(try first.allocate().isSuccess)
        #expect(try Device(world, port: 2, grant: "B").allocate().isSuccess)
        #expect(try Device(world, port: 3, grant: "B").allocate().error == 486)
        #expect(try Device(world, port: 4, grant: "C").allocate().isSuccess)
        // The device has moved: its old allocations count where it was.
        world.apply(.granted(grantID("A"), to: .holder(1, other), until: world.now + .seconds(86_400)))
        #expect(try Device(world, port: 5, grant: "A").allocate().isSuccess)
        #expect(try Device(world, port: 6, grant: "A").allocate().error == 486)
        #expect(try Device(world, port: 7, grant: "B").allocate().error == 486)
        try first.request(.refresh, [.lifetime(0)])
        #expect(try Device(world, port: 8, grant: "B").allocate().isSuccess)
    }

    @Test("An allocation has so many permissions and channels, then 508, and what it has stays")
    func permissionsAndChannels() throws {
        let world = world {
            $0.permissionsPerAllocation = 4
            $0.channelsPerAllocation = 2
        }
        let device = Device(world)
        try device.allocate()
        let peers = (20...24).map { at("198.51.100.\($0)", 7000) }
        for peer in peers.prefix(4) { #expect(try device.permit(peer)?.isSuccess == true) }
        #expect(try device.permit(peers[4])?.error == 508)
        #expect(try device.bind(0x4000, to: peers[4])?.error == 508)
        device.send([1], to: peers[3])
        device.send([1], to: peers[4])
        #expect(world.relayed.map(\.peer) == [peers[3]])
        #expect(try device.bind(0x4000, to: peers[0])?.isSuccess == true)
        #expect(try device.bind(0x4001, to: peers[1])?.isSuccess == true)
        #expect(try device.bind(0x4002, to: peers[2])?.error == 508)
        world.advance(.seconds(300))
        #expect(try device.permit(peers[4])?.isSuccess == true)
    }

    @Test("A grant has so many peer addresses; further ones are ignored")
    func peerAddresses() throws {
        let world = world { _ in }
        let addresses = (1...100).map { ip("198.51.7.\($0)") }
        world.apply(.peerAddresses(grantID("A"), addresses))
        let device = Device(world)
        try device.allocate()
        #expect(try device.permit(at("198.51.7.64", 1))?.isSuccess == true)
        #expect(try device.permit(at("198.51.7.65", 1))?.error == 403)
    }

    @Test("A device relays a second's bytes at once and then at its rate, both directions together")
    func bandwidth() throws {
        let world = world { $0.bytesPerSecondPerDevice = 100_000 }
        let device = Device(world)
        try device.allocate()
        try device.permit(peer)
        let payload = Self.kilobyte
        for _ in 0..<75 {
            device.send(payload, to: peer)
            world.receive(payload, at: try #require(device.relay), from: peer)
        }
        #expect(world.server.statistics.toPeers.packets + world.server.statistics.toClients.packets == 100)
        #expect(world.server.statistics.refused[.bandwidth] == 50)
        world.advance(.milliseconds(500))
        world.relayed.removeAll()
        for _ in 0..<75 { device.send(payload, to: peer) }
        #expect(world.relayed.count == 50)
    }

    @Test("The allocations of a device share its rate, and another device has its own")
    func bandwidthOfDevice() throws {
        let world = world { $0.bytesPerSecondPerDevice = 100_000 }
        let network = try #require(NetworkPrefix("198.51.100.10"))
        // Another conversation of the device with grant A.
        world.apply(.granted(grantID("C"), to: .holder(65, network), until: world.now + .seconds(86_400)))
        world.apply(.peerAddresses(grantID("C"), [peer.address]))
        let devices = [Device(world, port: 1), Device(world, port: 2), Device(world, port: 3, grant: "C")]
        let other = Device(world, port: 4, grant: "B")
        for device in devices + [other] {
            try device.allocate()
            try device.permit(peer)
        }
        for _ in 0..<100 {
            for device in devices { device.send(Self.kilobyte, to: peer) }
        }
        #expect(world.relayed.count == 100)
        #expect(Set(world.relayed.map(\.relay)) == Set(devices.compactMap(\.relay)))
        world.relayed.removeAll()
        for _ in 0..<150 { other.send(Self.kilobyte, to: peer) }
        #expect(world.relayed.count == 100)
    }

    @Test("Who ends its allocations and makes new ones has no more bandwidth for it")
    func bandwidthAnew() throws {
        let world = world { $0.bytesPerSecondPerDevice = 100_000 }
        let device = Device(world)
        for _ in 0..<3 {
            try device.allocate()
            try device.permit(peer)
            for _ in 0..<150 { device.send(Self.kilobyte, to: peer) }
            #expect(world.relayed.count == 100)
            try device.request(.refresh, [.lifetime(0)])
        }
        // The device is remembered until its bytes would have passed at the rate, then forgotten.
        world.advance(.milliseconds(999))
        #expect(world.server.nextDeadline == Instant(nanoseconds: 1_000_000_000))
        world.advance(.milliseconds(1))
        #expect(world.server.nextDeadline == Instant(nanoseconds: 86_400_000_000_000))
        world.relayed.removeAll()
        try device.allocate()
        try device.permit(peer)
        for _ in 0..<150 { device.send(Self.kilobyte, to: peer) }
        #expect(world.relayed.count == 100)
    }

    @Test("A device that is back before what it used is forgotten goes on where it was")
    func bandwidthOfReturningDevice() throws {
        let world = world { $0.bytesPerSecondPerDevice = 100_000 }
        let device = Device(world)
        try device.allocate()
        try device.permit(peer)
        for _ in 0..<100 { device.send(Self.kilobyte, to: peer) }
        try device.request(.refresh, [.lifetime(0)])
        world.advance(.milliseconds(500))
        try device.allocate()
        try device.permit(peer)
        world.relayed.removeAll()
        for _ in 0..<100 { device.send(Self.kilobyte, to: peer) }
        #expect(world.relayed.count == 50)
        // The deadline of its first departure passes while it is here.
        world.advance(.milliseconds(700))
        for _ in 0..<100 { device.send(Self.kilobyte, to: peer) }
        #expect(world.relayed.count == 50 + 70)
        #expect(try Device(world, port: 5001).allocate().isSuccess)
        #expect(world.server.statistics.allocations == 2)
    }

    @Test("Packets without payload take up bandwidth as well, both ways")
    func emptyPackets() throws {
        let world = world { $0.bytesPerSecondPerDevice = 96_000 }
        let device = Device(world)
        try device.allocate()
        try device.permit(peer)
        for _ in 0..<1_500 {
            device.send([], to: peer)
            world.receive([], at: try #require(device.relay), from: peer)
        }
        #expect(world.server.statistics.toPeers.packets + world.server.statistics.toClients.packets == 2_000)
    }

    @Test("All allocations together have a rate, inside the process too")
    func totalBandwidth() throws {
        let world = world { $0.bytesPerSecond = 70_000 }
        let first = Device(world, port: 1)
        let second = Device(world, port: 2)
        for device in [first, second] { try device.allocate() }
        try first.permit(try #require(second.relayed))
        try second.permit(try #require(first.relayed))
        for _ in 0..<100 {
            first.send(Self.kilobyte, to: try #require(second.relayed))
        }
        // Packets between two allocations come in and go out here.
        #expect(world.server.statistics.within.packets == 35)
    }

    @Test("A rate below one datagram a second still lets datagrams through")
    func lowRate() throws {
        let world = world { $0.bytesPerSecondPerDevice = 1 }
        let device = Device(world)
        try device.allocate()
        try device.permit(peer)
        device.send([UInt8](repeating: 1, count: 60_000), to: peer)
        device.send([UInt8](repeating: 1, count: 60_000), to: peer)
        #expect(world.relayed.count == 1)
    }

    private func world(_ configure: (inout TURNServer.Configuration) -> Void) -> World {
        let world = World(configure: configure)
        for grant in [grantID("A"), grantID("B")] {
            world.apply(.granted(grant, until: world.now + .seconds(86_400)))
            world.apply(.peerAddresses(grant, (20...30).map { ip("198.51.100.\($0)") }))
        }
        return world
    }
}
