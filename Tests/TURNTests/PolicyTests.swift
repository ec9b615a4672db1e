import NetPrimitives
import STUN
import TURN
import TURNGrants
import Testing

/// A server at home that also has a public address; the peer has signaled all addresses.
@Suite("Where packets may go")
struct PolicyTests {
    static let interfaces = [
        InterfaceAddress(interface: "lo", address: ip("127.0.0.1"), prefixLength: 8),
        InterfaceAddress(interface: "lo", address: ip("::1"), prefixLength: 128),
        InterfaceAddress(interface: "eth0", address: World.serverAddress, prefixLength: 24),
        InterfaceAddress(interface: "eth0", address: ip("2001:db8::1"), prefixLength: 64),
        InterfaceAddress(interface: "eth1", address: ip("192.168.7.1"), prefixLength: 24),
        InterfaceAddress(interface: "eth1", address: ip("fd12::1"), prefixLength: 64),
        InterfaceAddress(interface: "eth1", address: ip("fe80::1"), prefixLength: 64),
        InterfaceAddress(interface: "wan", address: ip("100.64.3.1"), prefixLength: 30),
    ]

    static let denied = [
        // Loopback, unspecified, link-local, multicast, broadcast, reserved, metadata.
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "169.254.0.1", "169.254.169.254", "224.0.0.251",
        "239.255.255.250", "255.255.255.255", "240.0.0.1", "192.0.0.192", "192.88.99.1", "100.100.100.200",
        "168.63.129.16",
        // The first and last addresses of the server's networks.
        "192.168.7.255", "192.168.7.0", "203.0.113.255", "203.0.113.0", "100.64.3.3",
        // The Subnet-Router anycast address of each network.
        "2001:db8::", "fd12::",
        // Private addresses outside the server's networks.
        "10.0.0.1", "172.16.0.1", "192.168.8.1", "100.64.4.1",
        "::", "::1", "fe80::1", "fe80::1234", "fec0::1", "ff02::1", "ff0e::1", "fd00:ec2::254", "fd13::1", "fc00::1",
        // IPv4 addresses inside IPv6 ones.
        "::ffff:127.0.0.1", "::ffff:198.51.100.20", "::ffff:203.0.113.1", "::127.0.0.1", "::198.51.100.20",
        "::ffff:0:127.0.0.1", "2002:7f00:1::1", "2002:a9fe:a9fe::1", "2002:c0a8:701::1", "2002:cb00:7101::1",
        "2002:a00:1::", "64:ff9b::127.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b::10.0.0.1", "64:ff9b::203.0.113.1",
        "64:ff9b:1::8.8.8.8", "2001:0:7f00:1::1", "2001:0:808:808:0:0:80ff:fffe", "2001:0:cb00:7101::1",
        "2001:db8:9::5efe:127.0.0.1", "2001:db8:9::200:5efe:10.0.0.1",
    ]

    static let allowed = [
        "198.51.100.20", "8.8.8.8", "203.0.113.9", "192.168.7.20", "100.64.3.2", "2001:db8::20", "2001:db8:77::20",
        "fd12::20", "2002:808:808::1", "64:ff9b::8.8.8.8",
    ]

    static let own = ["203.0.113.1", "192.168.7.1", "100.64.3.1", "2001:db8::1", "fd12::1"]

    @Test("Refused, although the other device signaled it", arguments: denied)
    func refusesDenied(peer: String) throws {
        let (world, device) = try client(forPeer: peer, signaled: true)
        #expect(try device.permit(at(peer, 8080))?.error == 403)
        #expect(try device.bind(0x4000, to: at(peer, 8080))?.error == 403)
        device.send([1], to: at(peer, 8080))
        device.send([1], on: 0x4000)
        #expect(world.relayed.isEmpty)
    }

    @Test("Allowed when the other device signaled it, else refused", arguments: allowed)
    func allowsSignaled(peer: String) throws {
        let (world, device) = try client(forPeer: peer, signaled: true)
        #expect(try device.permit(at(peer, 8080))?.isSuccess == true)
        device.send([1], to: at(peer, 8080))
        #expect(world.relayed.map(\.peer) == [at(peer, 8080)])

        let (strange, stranger) = try client(forPeer: peer, signaled: false)
        #expect(try stranger.permit(at(peer, 8080))?.error == 403)
        #expect(try stranger.bind(0x4000, to: at(peer, 8080))?.error == 403)
        stranger.send([1], to: at(peer, 8080))
        #expect(strange.relayed.isEmpty)
    }

    @Test("The server's own addresses are allowed, and nothing for them ever gets onto a socket", arguments: own)
    func keepsOwnInside(peer: String) throws {
        for signaled in [true, false] {
            let (world, device) = try client(forPeer: peer, signaled: signaled)
            #expect(try device.permit(at(peer, 53))?.isSuccess == true)
            #expect(try device.bind(0x4000, to: at(peer, 3478))?.isSuccess == true)
            for port in [53, 80, 3478, 5349, 8080, 50_000] as [UInt16] { device.send([1], to: at(peer, port)) }
            device.send([1], on: 0x4000)
            #expect(world.relayed.isEmpty)
            #expect(world.server.statistics.refused[.noRecipient] == 7)
        }
    }

    @Test("The address a client came to is the server's own, though the shell has not said so yet")
    func unknownOwn() throws {
        let world = World(interfaces: Self.interfaces)
        let peer = at("198.51.100.200", 53)
        world.apply(.granted(grantID("A"), until: world.now + .seconds(600)))
        world.apply(.peerAddresses(grantID("A"), [peer.address]))
        let device = Device(world, at: peer.address)
        try device.allocate()
        #expect(try device.permit(peer)?.isSuccess == true)
        device.send([1], to: peer)
        #expect(world.relayed.isEmpty)
    }

    @Test("An address that only leads to the server is its own")
    func aliases() throws {
        let peer = at("192.0.2.80", 7000)
        let world = World(interfaces: Self.interfaces, aliases: [peer.address])
        world.apply(.granted(grantID("A"), until: world.now + .seconds(600)))
        world.apply(.peerAddresses(grantID("A"), [peer.address]))
        let device = Device(world)
        #expect(try device.allocate().relayedAddress?.address == World.serverAddress)
        #expect(try device.permit(peer)?.isSuccess == true)
        device.send([1], to: peer)
        #expect(world.relayed.isEmpty)
        #expect(world.server.statistics.refused[.noRecipient] == 1)
    }

    @Test("Ports below 1024 are nobody's outside", arguments: [1, 53, 123, 443, 1023] as [UInt16])
    func lowPorts(port: UInt16) throws {
        let (world, device) = try client(forPeer: "198.51.100.20", signaled: true)
        let peer = at("198.51.100.20", port)
        #expect(try device.permit(peer)?.isSuccess == true)
        #expect(try device.bind(0x4000, to: peer)?.error == 403)
        device.send([1], to: peer)
        device.send([1], on: 0x4000)
        #expect(world.relayed.isEmpty)
        #expect(world.server.statistics.refused[.peerAddress] == 2)
        #expect(try device.bind(0x4000, to: at("198.51.100.20", 1024))?.isSuccess == true)
        device.send([1], on: 0x4000)
        #expect(world.relayed.map(\.peer.port) == [1024])
    }

    @Test("A channel to a port of the server's own is no way out when the address is somebody else's later")
    func lowPortLater() throws {
        let (world, device) = try client(forPeer: "198.51.100.20", signaled: true)
        let peer = at("198.51.100.20", 53)
        let own = InterfaceAddress(interface: "eth2", address: peer.address, prefixLength: 24)
        world.server.update(.init(interfaces: Self.interfaces + [own]))
        #expect(try device.bind(0x4000, to: peer)?.isSuccess == true)
        world.server.update(.init(interfaces: Self.interfaces))
        device.send([1], on: 0x4000)
        #expect(world.relayed.isEmpty)
    }

    @Test("A server that is not to reach private peers reaches none")
    func noPrivatePeers() throws {
        let world = World(interfaces: Self.interfaces) { $0.reachesPrivatePeers = false }
        world.apply(.granted(grantID("A"), until: world.now + .seconds(600)))
        world.apply(.peerAddresses(grantID("A"), [ip("192.168.7.20"), ip("198.51.100.20")]))
        let device = Device(world)
        try device.allocate()
        #expect(try device.permit(at("192.168.7.20", 7000))?.error == 403)
        #expect(try device.permit(at("198.51.100.20", 7000))?.isSuccess == true)
    }

    @Test("A request with one forbidden peer gives no permission at all")
    func allOrNothing() throws {
        let (world, device) = try client(forPeer: "198.51.100.20", signaled: true)
        #expect(try device.permit(at("198.51.100.20", 7000), at("127.0.0.1", 7000))?.error == 403)
        device.send([1], to: at("198.51.100.20", 7000))
        #expect(world.relayed.isEmpty)
    }

    @Test("A peer of the other family gets 443")
    func otherFamily() throws {
        let (_, device) = try client(forPeer: "198.51.100.20", signaled: true)
        #expect(try device.permit(at("2001:db8:77::20", 7000))?.error == 443)
        #expect(try device.bind(0x4000, to: at("2001:db8:77::20", 7000))?.error == 443)
    }

    @Test("When the server moves to another network, what it may no longer send to it does not")
    func moving() throws {
        let (world, device) = try client(forPeer: "192.168.7.20", signaled: true)
        world.apply(.peerAddresses(grantID("A"), [ip("192.168.7.20"), ip("198.51.100.20")]))
        let (lan, wan) = (at("192.168.7.20", 7000), at("198.51.100.20", 7000))
        #expect(try device.permit(lan, wan)?.isSuccess == true)
        world.server.update(.init(interfaces: World.publicInterfaces))
        device.send([1], to: lan)
        device.send([2], to: wan)
        #expect(world.relayed.map(\.payload) == [[2]])
        // An address that has become the server's own is delivered to inside only.
        let moved = InterfaceAddress(interface: "eth2", address: wan.address, prefixLength: 24)
        world.server.update(.init(interfaces: World.publicInterfaces + [moved]))
        device.send([3], to: wan)
        #expect(world.relayed.count == 1)
    }

    @Test("When the other device loses an address, nothing more is sent there")
    func lostAddress() throws {
        let (world, device) = try client(forPeer: "198.51.100.20", signaled: true)
        let peer = at("198.51.100.20", 7000)
        try device.bind(0x4000, to: peer)
        world.delivered.removeAll()
        device.send([1], on: 0x4000)
        world.apply(.peerAddresses(grantID("A"), [ip("198.51.100.21")]))
        device.send([2], on: 0x4000)
        device.send([2], to: peer)
        world.receive([3], at: try #require(device.relay), from: peer)
        #expect(world.relayed.map(\.payload) == [[1]])
        #expect(try device.received().isEmpty)
    }

    private func client(forPeer peer: String, signaled: Bool) throws -> (World, Device) {
        let world = World(interfaces: Self.interfaces)
        world.apply(.granted(grantID("A"), until: world.now + .seconds(600)))
        if signaled { world.apply(.peerAddresses(grantID("A"), [ip(peer)])) }
        let device = Device(world)
        try device.allocate([.requestedAddressFamily(ip(peer).family)])
        world.delivered.removeAll()
        return (world, device)
    }
}
