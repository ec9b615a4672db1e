import NetPrimitives
import NetworkSimulator
import Testing

/// Two servers on the Internet, and a home behind a router with two hosts. A class, since `#expect` cannot change
/// values.
final class TwoHomes {
    var network: SimulatedNetwork
    let first: HostID
    let second: HostID
    let server: HostID
    let otherServer: HostID
    let router: RouterID
    let home: SegmentID
    var now = Instant(nanoseconds: 0)

    static let outside = "198.51.100.1"
    static let server = "203.0.113.1"
    static let otherServer = "203.0.113.2"
    static let first = "192.168.1.2"
    static let second = "192.168.1.3"
    static let firstIPv6 = "2001:db8:a::2"
    static let serverIPv6 = "2001:db8:1::1"

    init(
        _ nat: NATBehavior?,
        firewall: NATBehavior.Dependence? = .addressAndPortDependent,
        rules: [EgressRule] = [],
        isolatesHosts: Bool = false,
        up: LinkProperties = .ideal,
        seed: UInt64 = 1
    ) throws {
        network = SimulatedNetwork(seed: seed)
        let internet = network.addSegment()
        home = network.addSegment(isolatesHosts: isolatesHosts)
        let addresses = try [Self.server, Self.serverIPv6].map { try #require(IPAddress($0)) }
        server = network.addHost(on: internet, addresses: addresses)
        otherServer = network.addHost(on: internet, addresses: [try #require(IPAddress(Self.otherServer))])
        first = network.addHost(
            on: home,
            addresses: try [Self.first, Self.firstIPv6].map { try #require(IPAddress($0)) },
            up: up
        )
        second = network.addHost(on: home, addresses: [try #require(IPAddress(Self.second))])
        var configuration = RouterConfiguration()
        configuration.gateways = try ["192.168.1.1", "2001:db8:a::1"].map { try #require(IPAddress($0)) }
        configuration.addresses = try [Self.outside, "2001:db8:f::1"].map { try #require(IPAddress($0)) }
        configuration.routes = [try #require(NetworkPrefix("2001:db8:a::/64"))]
        configuration.nat = nat
        configuration.firewall = firewall
        configuration.rules = rules
        router = network.addRouter(inside: home, outside: internet, configuration)
    }

    /// Sends a packet and returns the immediate deliveries.
    func send(_ packet: [UInt8], from host: HostID) -> [SimulatedNetwork.Delivery] {
        network.send(packet, from: host, now: now)
        return network.takeDeliveries()
    }

    /// Advances the time.
    func pass(_ duration: Duration) {
        now = now + duration
        network.advance(to: now)
    }

    /// Sends from the first host's port to a server, and returns the outside port that the server sees.
    func outsidePort(of port: UInt16 = 5_000, to server: String = TwoHomes.server, _ serverPort: UInt16 = 3_478)
        throws -> UInt16
    {
        let arrived = send(Packets.udp(Self.first, port, server, serverPort), from: first)
        let packet = try #require(arrived.first.flatMap { IPPacket($0.bytes) })
        #expect(packet.source.description == Self.outside)
        return try #require(packet.flow).source.port
    }

    /// Whether an answer from a server's port to the outside port reaches the first host.
    func answerArrives(from server: String, _ serverPort: UInt16, to port: UInt16) -> Bool {
        let host = server == Self.server ? self.server : otherServer
        let arrived = send(Packets.udp(server, serverPort, Self.outside, port), from: host)
        return arrived.map(\.host) == [first]
    }
}
