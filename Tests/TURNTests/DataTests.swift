import NIOCore
import NetPrimitives
import STUN
import TURN
import TURNGrants
import Testing

@Suite("Data between a client and its peers", .serialized)
struct DataTests {
    let world = World()
    let peer = at("198.51.100.20", 7000)
    let grant = grantID("A")

    init() {
        world.apply(.granted(grant, until: world.now + .seconds(86_400)))
        world.apply(.peerAddresses(grant, [peer.address, ip("2001:db8:7::20")]))
    }

    @Test(
        "By indications and by a channel, there and back, over all transports and with payloads of any length",
        arguments: [TURNServer.Client.Transport.udp, .tcp, .tls],
        [0, 1, 2, 3, 4, 1200, 65_000]
    )
    func thereAndBack(transport: TURNServer.Client.Transport, length: Int) throws {
        let device = try client(transport)
        let relay = try #require(device.relay)
        let payload = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7) }
        try device.permit(peer)
        world.delivered.removeAll()
        device.send(payload, to: peer)
        #expect(world.relayed == [.init(relay: relay, peer: peer, payload: payload)])
        world.receive(payload, at: relay, from: peer)
        #expect(try device.received() == [.indication(from: peer, payload)])

        try device.bind(0x7FFF, to: peer)
        world.delivered.removeAll()
        world.relayed.removeAll()
        device.send(payload, on: 0x7FFF)
        #expect(world.relayed == [.init(relay: relay, peer: peer, payload: payload)])
        world.receive(payload, at: relay, from: peer)
        let packet = try #require(world.delivered.first).bytes
        #expect(packet.count == (transport.isStream ? (length + 7) / 4 * 4 : length + 4))
        #expect(try device.received() == [.channel(0x7FFF, payload)])
        // Another port of the same peer has a permission, but no channel.
        world.receive(payload, at: relay, from: at("198.51.100.20", 7001))
        #expect(try device.received() == [.indication(from: at("198.51.100.20", 7001), payload)])
    }

    @Test("To an IPv6 peer as well")
    func ipv6() throws {
        let device = try client(.udp, [.requestedAddressFamily(.v6)])
        let peer = at("2001:db8:7::20", 7000)
        try device.permit(peer)
        world.delivered.removeAll()
        device.send([1, 2], to: peer)
        #expect(world.relayed.map(\.peer) == [peer])
        world.receive([3], at: try #require(device.relay), from: peer)
        #expect(try device.received() == [.indication(from: peer, [3])])
    }

    @Test("Without permission nothing passes, in either direction")
    func noPermission() throws {
        let device = try client()
        world.delivered.removeAll()
        device.send([1], to: peer)
        device.send([1], on: 0x4000)
        world.receive([1], at: try #require(device.relay), from: peer)
        try device.permit(peer)
        world.delivered.removeAll()
        device.send([1], to: at("198.51.100.21", 7000))
        device.send([1], to: at("198.51.100.20", 0))
        world.receive([1], at: try #require(device.relay), from: at("198.51.100.21", 7000))
        #expect(world.relayed.isEmpty)
        #expect(try device.received().isEmpty)
    }

    @Test("A permission lasts 5 minutes, from when it was last renewed")
    func permissionExpiry() throws {
        let device = try client(.udp, [.lifetime(3600)])
        try device.permit(peer)
        world.advance(.seconds(299))
        device.send([1], to: peer)
        try device.permit(peer)
        world.advance(.seconds(299))
        device.send([2], to: peer)
        world.advance(.seconds(1))
        device.send([3], to: peer)
        #expect(world.relayed.map(\.payload) == [[1], [2]])
    }

    @Test("A channel lasts 10 minutes and its permission 5; binding again renews both")
    func channelExpiry() throws {
        let device = try client(.udp, [.lifetime(3600)])
        try device.bind(0x4000, to: peer)
        world.advance(.seconds(300))
        device.send([1], on: 0x4000)
        try device.permit(peer)
        device.send([2], on: 0x4000)
        try device.bind(0x4000, to: peer)
        world.advance(.seconds(299))
        device.send([3], on: 0x4000)
        world.advance(.seconds(200))
        try device.permit(peer)
        device.send([4], on: 0x4000)
        world.advance(.seconds(101))
        device.send([5], on: 0x4000)
        world.delivered.removeAll()
        world.receive([6], at: try #require(device.relay), from: peer)
        #expect(world.relayed.map(\.payload) == [[2], [3], [4]])
        #expect(try device.received() == [.indication(from: peer, [6])])
        // The number is free again.
        #expect(try device.bind(0x4000, to: at("198.51.100.20", 7001))?.isSuccess == true)
    }

    @Test("Channels are numbers from 4000 to 7FFF, one for a peer and one peer for each")
    func channelNumbers() throws {
        let device = try client()
        let other = at("198.51.100.20", 7001)
        for number in [0, 0x3FFF, 0x8000, 0xFFFF] as [UInt16] {
            #expect(try device.bind(number, to: peer)?.error == 400)
        }
        #expect(try device.bind(0x4000, to: peer)?.isSuccess == true)
        #expect(try device.bind(0x4000, to: peer)?.isSuccess == true)
        #expect(try device.bind(0x4000, to: other)?.error == 400)
        #expect(try device.bind(0x4001, to: peer)?.error == 400)
        #expect(try device.bind(0x4001, to: other)?.isSuccess == true)
        #expect(try device.bind(0x4002, to: at("198.51.100.20", 0))?.error == 400)
        #expect(try device.request(.channelBind, [.channelNumber(0x4002)])?.error == 400)
        #expect(try device.request(.channelBind, [.xorPeerAddress(peer)])?.error == 400)
        #expect(try device.request(.createPermission)?.error == 400)
    }

    @Test("An indication that must be understood in more than we do is dropped")
    func dontFragment() throws {
        let device = try client()
        try device.permit(peer)
        device.send([1], to: peer, [.dontFragment])
        device.send([2], to: peer, [.other(AttributeType(rawValue: 0x9999), [1])])
        #expect(world.relayed.map(\.payload) == [[2]])
    }

    @Test("ChannelData over UDP may be padded")
    func padding() throws {
        let device = try client()
        try device.bind(0x4000, to: peer)
        world.receive([0x40, 0, 0, 1, 9, 0, 0, 0], from: device.client)
        #expect(world.relayed.map(\.payload) == [[9]])
    }

    @Test("A datagram too long for a client is dropped")
    func tooLong() throws {
        let device = try client()
        try device.permit(peer)
        world.delivered.removeAll()
        world.receive([UInt8](repeating: 1, count: 65_507), at: try #require(device.relay), from: peer)
        #expect(try device.received().isEmpty)
    }

    private func client(
        _ transport: TURNServer.Client.Transport = .udp,
        _ attributes: [Attribute] = []
    ) throws -> Device {
        let device = Device(world, transport)
        try device.allocate(attributes)
        return device
    }
}
