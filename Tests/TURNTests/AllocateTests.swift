import NetPrimitives
import STUN
import TURN
import TURNGrants
import Testing

@Suite("Allocate")
struct AllocateTests {
    let world = World()

    init() {
        world.apply(.granted(grantID("A"), until: world.now + .seconds(86_400)))
    }

    @Test("A client with a grant gets a relayed address, and learns its own")
    func success() throws {
        let device = Device(world)
        let answer = try device.allocate()
        #expect(answer.isSuccess)
        #expect(answer.relayedAddress?.address == World.serverAddress)
        #expect(answer.relayedAddress?.port == world.opening.first?.port)
        #expect(answer.mappedAddress == device.client.address)
        #expect(answer.lifetime == 600)
        #expect(world.seen.map(\.address) == [device.client.address.address])
        #expect(world.seen.map(\.grant) == [device.grant])
        #expect(world.server.statistics.allocations == 1)
    }

    @Test("The answer is protected as the request was", arguments: [IntegrityAlgorithm.sha1, .sha256])
    func integrity(algorithm: IntegrityAlgorithm) throws {
        let device = Device(world)
        let request = try device.signed(.allocate, [.requestedTransport(17)], world.transactionID(), algorithm)
        world.receive(request, from: device.client)
        let bytes = try #require(world.delivered.last).bytes
        var cursor = AttributeCursor()
        var isVerified = false
        while let field = try cursor.next(in: bytes.span.bytes) {
            guard field.type == algorithm.attribute else { continue }
            isVerified = algorithm.verify(field, in: bytes.span.bytes, with: device.key)
        }
        #expect(isVerified)
    }

    @Test(
        "A lifetime is at least 10 minutes and at most an hour",
        arguments: zip([1, 600, 777, 3600, 100_000, UInt32.max], [600, 600, 777, 3600, 3600, 3600] as [UInt32])
    )
    func lifetime(asked: UInt32, given: UInt32) throws {
        #expect(try Device(world).allocate([.lifetime(asked)]).lifetime == given)
    }

    @Test("What cannot be given is refused with the RFC's code")
    func refusals() throws {
        let device = Device(world)
        #expect(try device.request(.allocate)?.error == 400)
        #expect(try device.request(.allocate, [.requestedTransport(6)])?.error == 442)
        #expect(try device.request(.allocate, [.other(.requestedTransport, [17])])?.error == 400)
        #expect(try device.allocate([.evenPort(reservesNext: true)]).error == 508)
        #expect(try device.allocate([.reservationToken(1)]).error == 508)
        #expect(try device.allocate([.reservationToken(1), .evenPort(reservesNext: false)]).error == 400)
        #expect(try device.allocate([.reservationToken(1), .requestedAddressFamily(.v4)]).error == 400)
        #expect(try device.allocate([.other(.requestedAddressFamily, [3, 0, 0, 0])]).error == 440)
        #expect(try device.allocate([.requestedAddressFamily(.v6), .additionalAddressFamily(.v6)]).error == 400)
        #expect(try device.allocate([.additionalAddressFamily(.v4)]).error == 400)
        #expect(world.opening.isEmpty)
        #expect(world.server.statistics.allocations == 0)
    }

    @Test("Attributes that must be understood and are not are named")
    func unknownAttributes() throws {
        let unknown = AttributeType(rawValue: 0x7F00)
        let answer = try Device(world).allocate([
            .dontFragment, .other(unknown, []), .other(.init(rawValue: 0x9000), []),
        ])
        #expect(answer.error == 420)
        #expect(answer.attributes.contains(.unknownAttributes([.dontFragment, unknown])))
    }

    @Test("A family is given where the server has it")
    func families() throws {
        let v6 = try Device(world).allocate([.requestedAddressFamily(.v6)])
        #expect(v6.relayedAddress?.address == ip("2001:db8::1"))
        #expect(world.opening.last?.family == .v6)
        let v4 = try Device(world, from: "2001:db8::99", at: ip("2001:db8::1")).allocate()
        #expect(v4.relayedAddress?.address == World.serverAddress)

        let only4 = World(interfaces: [World.publicInterfaces[1]])
        only4.apply(.granted(grantID("A"), until: only4.now + .seconds(60)))
        #expect(try Device(only4).allocate([.requestedAddressFamily(.v6)]).error == 440)

        let only6 = World(interfaces: [World.publicInterfaces[2]])
        only6.apply(.granted(grantID("A"), until: only6.now + .seconds(60)))
        let device = Device(only6, from: "2001:db8::99", at: ip("2001:db8::1"))
        #expect(try device.allocate([.requestedAddressFamily(.v4)]).error == 440)
        #expect(try device.allocate().relayedAddress?.address == ip("2001:db8::1"))
    }

    @Test("A second family is declined, the first given")
    func additionalFamily() throws {
        let answer = try Device(world).allocate([.additionalAddressFamily(.v6)])
        #expect(answer.relayedAddress?.address == World.serverAddress)
        #expect(answer.attributes.contains(.addressErrorCode(.v6, .addressFamilyNotSupported, reason: [])))
    }

    @Test("An even port is even")
    func evenPort() throws {
        for port in 1...20 as ClosedRange<UInt16> {
            let answer = try Device(world, port: port).allocate([.evenPort(reservesNext: false)])
            #expect(try #require(answer.relayedAddress).port % 2 == 0)
        }
    }

    @Test("Ports lie in the range, each is given once, and when all are taken: 508")
    func ports() throws {
        let world = World { $0.relayPorts = 40_000...40_009 }
        world.apply(.granted(grantID("A"), until: world.now + .seconds(60)))
        var ports: Set<UInt16> = []
        for port in 1...10 as ClosedRange<UInt16> {
            ports.insert(try #require(try Device(world, port: port).allocate().relayedAddress).port)
        }
        #expect(ports == Set(40_000...40_009))
        #expect(try Device(world, port: 11).allocate().error == 508)
    }

    @Test("The announced address is that under which the server is known outside")
    func externalAddress() throws {
        let interfaces = [
            InterfaceAddress(interface: "eth0", address: ip("10.0.0.5"), prefixLength: 24),
            InterfaceAddress(interface: "eth1", address: ip("10.1.0.5"), prefixLength: 24),
        ]
        let external: [TURNServer.LocalNetwork.External] = [
            .init(ip("203.0.113.7"), for: ip("10.1.0.5")), .init(ip("203.0.113.6")),
        ]
        let world = World(interfaces: interfaces, external: external)
        world.apply(.granted(grantID("A"), until: world.now + .seconds(60)))
        let first = try Device(world, port: 1, at: ip("10.0.0.5")).allocate()
        #expect(first.relayedAddress?.address == ip("203.0.113.6"))
        let second = try Device(world, port: 2, at: ip("10.1.0.5")).allocate()
        #expect(second.relayedAddress?.address == ip("203.0.113.7"))
    }

    @Test("Who comes over loopback gets an address that others can reach, where there is one")
    func loopback() throws {
        let answer = try Device(world, from: "127.0.0.1", at: ip("127.0.0.1")).allocate()
        #expect(answer.relayedAddress?.address == World.serverAddress)
        let alone = World(interfaces: [World.publicInterfaces[0]])
        alone.apply(.granted(grantID("A"), until: alone.now + .seconds(60)))
        let device = Device(alone, from: "127.0.0.1", at: ip("127.0.0.1"))
        #expect(try device.allocate().relayedAddress?.address == ip("127.0.0.1"))
    }

    @Test("Packets leave from the address that is announced, whichever of the server's that is")
    func localAddress() throws {
        let interfaces =
            World.publicInterfaces + [InterfaceAddress(interface: "eth1", address: ip("10.0.0.5"), prefixLength: 8)]
        let world = World(interfaces: interfaces)
        world.apply(.granted(grantID("A"), until: world.now + .seconds(60)))
        for (port, server, family, local) in [
            (1, "203.0.113.1", AddressFamily.v4, "203.0.113.1"), (2, "10.0.0.5", .v4, "10.0.0.5"),
            (3, "10.0.0.5", .v6, "2001:db8::1"), (4, "2001:db8::1", .v4, "203.0.113.1"),
            (5, "198.51.100.200", .v4, "198.51.100.200"),
        ] {
            let device = Device(world, port: UInt16(port), at: ip(server))
            let answer = try device.allocate([.requestedAddressFamily(family)])
            #expect(answer.relayedAddress?.address == ip(local))
            #expect(world.opening.last?.local == ip(local))
        }
    }

    @Test("Behind a translator they leave from the address it stands for, and where it stands for all, from any")
    func translatedAddress() throws {
        let interfaces = ["10.0.0.5", "10.1.0.5"].map {
            InterfaceAddress(interface: "eth0", address: ip($0), prefixLength: 16)
        }
        let external: [TURNServer.LocalNetwork.External] = [
            .init(ip("192.0.2.1"), for: ip("10.0.0.5")), .init(ip("192.0.2.9")),
        ]
        let world = World(interfaces: interfaces, external: external)
        world.opensRelays = false
        world.apply(.granted(grantID("A"), until: world.now + .seconds(60)))
        _ = try Device(world, port: 1, at: ip("10.0.0.5")).request(.allocate, [.requestedTransport(17)])
        #expect(world.opening.map(\.local) == [ip("10.0.0.5")])
        // The next port is tried from the same address.
        world.relayFailed(world.opening[0].relay)
        #expect(world.opening.map(\.local) == [ip("10.0.0.5"), ip("10.0.0.5")])
        _ = try Device(world, port: 2, at: ip("10.1.0.5")).request(.allocate, [.requestedTransport(17)])
        #expect(world.opening.map(\.local).last == .some(nil))
    }
}
