import NetPrimitives
import STUN
import TURN
import TURNGrants
import Testing

/// Many clients act in random order, while the rendezvous changes grants and the server's network changes. The results
/// are checked against an independent record.
@Suite("Many clients at random")
struct SimulationTests {
    @Test("No packet leaves to where it may not, and none arrives from there", arguments: 1...8 as ClosedRange<UInt64>)
    func simulation(seed: UInt64) throws {
        var crowd = Crowd(seed: seed)
        for _ in 0..<4_000 { try crowd.step() }
        #expect(crowd.sent > 20)
        #expect(crowd.received > 5)
        crowd.end()
        let statistics = crowd.world.server.statistics
        #expect(statistics.allocations == 0)
        #expect(statistics.grants == 0)
        #expect(crowd.world.open.isEmpty)
        #expect(crowd.world.server.nextDeadline == nil)
    }
}

/// The clients, and the record of what each may do.
private struct Crowd {
    let world: World
    private var random: SeededRandom
    private var devices: [Device] = []
    private var peers: [Character: [IPAddress]] = [:]
    private var interfaces = PolicyTests.interfaces
    private(set) var sent = 0
    private(set) var received = 0

    /// The addresses that are denied wherever the server is; others are denied only in their own network.
    private let neverAllowed = Set(
        PolicyTests.denied.filter { !$0.contains("203.0.113") && !$0.contains("cb00:7101") }.map(ip)
    )
    private let names: [Character] = ["A", "B", "C", "D"]

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        world = World(interfaces: PolicyTests.interfaces, seed: seed) {
            $0.allocationsPerGrant = 2
            $0.allocations = 8
            $0.challengeBurst = 1_000_000
            $0.bytesPerSecondPerDevice = 100_000
        }
        for name in names {
            peers[name] = PolicyTests.allowed.map(ip)
            world.apply(.granted(grantID(name), until: world.now + .seconds(50_000)))
            world.apply(.peerAddresses(grantID(name), PolicyTests.allowed.map(ip)))
        }
        for index in 0..<10 {
            let transport: TURNServer.Client.Transport = index % 3 == 0 ? .tcp : .udp
            let grant = names[index % names.count]
            devices.append(Device(world, port: UInt16(6000 + index), transport, grant: grant))
        }
    }

    mutating func step() throws {
        world.delivered.removeAll()
        world.relayed.removeAll()
        world.opensRelays = chance(90)
        let device = pick(devices)
        let peer = anyAddress()
        switch Int.random(in: 0..<200, using: &random) {
        case 0..<20:
            let family: [Attribute] = chance(30) ? [.requestedAddressFamily(.v6)] : []
            try request(.allocate, [.requestedTransport(17)] + family, device)
        case 20..<50: try request(.createPermission, [.xorPeerAddress(peer), .xorPeerAddress(peer)], device)
        case 50..<70: try request(.channelBind, [.channelNumber(channel()), .xorPeerAddress(peer)], device)
        case 70..<80: try request(.refresh, [.lifetime(chance(10) ? 0 : 1200)], device)
        case 80..<120: device.send([1, 2, 3], to: peer)
        case 120..<150: device.send([1, 2, 3, 4], on: channel())
        case 150..<180: try arrive(from: peer)
        case 180..<186: rendezvous()
        case 186..<187: move()
        case 187..<192: answerOpening()
        case 192..<193: world.streamClosed(device.client)
        default: world.advance(.seconds(Int.random(in: 1...30, using: &random)))
        }
        check()
    }

    /// Advances the time until everything has expired.
    mutating func end() {
        world.advance(.seconds(60_000))
    }

    private func request(_ method: MessageType.Method, _ attributes: [Attribute], _ device: Device) throws {
        let answer = try device.request(method, attributes)
        if answer?.error == 438 { device.nonce = answer?.nonce }
    }

    private mutating func arrive(from peer: TransportAddress) throws {
        guard let relay = world.opening.suffix(12).randomElement(using: &random)?.relay else { return }
        world.receive([7, 7], at: relay, from: peer)
        for packet in world.delivered {
            received += 1
            guard let device = devices.first(where: { $0.client == packet.client }) else { continue }
            #expect(isAllowed(peer.address, device), "\(peer) reached \(device.client)")
            #expect(!interfaces.contains { $0.address == peer.address })
        }
    }

    private mutating func answerOpening() {
        guard let relay = world.opening.suffix(4).randomElement(using: &random)?.relay else { return }
        if chance(50) {
            world.relayOpened(relay)
        } else {
            world.relayFailed(relay)
        }
    }

    private mutating func rendezvous() {
        let name = pick(names)
        let id = grantID(name)
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<6:
            peers[name] =
                PolicyTests.allowed.filter { _ in chance(85) }.map(ip) + (0..<8).map { _ in anyAddress().address }
            world.apply(.peerAddresses(id, peers[name] ?? []))
        case 6: world.apply(.suspended(id, until: world.now + .seconds(60)))
        case 7: world.apply(.resumed(id))
        case 8:
            peers[name] = []
            world.apply(.revoked(id))
        default: world.apply(.granted(id, until: Instant(nanoseconds: 50_000_000_000_000)))
        }
    }

    private mutating func move() {
        interfaces = PolicyTests.interfaces.filter { _ in chance(90) }
        world.server.update(.init(interfaces: interfaces))
    }

    /// Checks that no packet went to an address that the record forbids.
    private mutating func check() {
        for packet in world.relayed {
            sent += 1
            let address = packet.peer.address
            #expect(packet.peer.port >= 1024)
            #expect(!interfaces.contains { $0.address == address }, "\(address) is the server's own")
            #expect(!neverAllowed.contains(address), "\(address) is nobody's device")
            #expect(peers.values.contains { $0.contains(address) }, "nobody signaled \(address)")
        }
    }

    private func isAllowed(_ address: IPAddress, _ device: Device) -> Bool {
        peers.contains { grantID($0.key) == device.grant && $0.value.contains(address) }
    }

    private mutating func anyAddress() -> TransportAddress {
        let pool = chance(85) ? PolicyTests.allowed : chance(50) ? PolicyTests.denied : PolicyTests.own
        return at(pick(pool), chance(20) ? 53 : 7000)
    }

    private mutating func channel() -> UInt16 {
        .random(in: 0x4000...0x4003, using: &random)
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &random)]
    }
}
