import NetPrimitives
import NetworkSimulator
import Testing

@Suite("Malformed packets")
struct MalformedPacketTests {
    /// Packets of every kind, errors with the packet they quote.
    private static let samples: [[UInt8]] = {
        let ipv4 = Packets.udp(TwoHomes.first, 5_000, TwoHomes.server, 9)
        let ipv6 = Packets.udp(TwoHomes.firstIPv6, 5_000, TwoHomes.serverIPv6, 9)
        return [
            ipv4, ipv6,
            Packets.tcp(TwoHomes.first, 1, TwoHomes.server, 2),
            Packets.tcp(TwoHomes.firstIPv6, 1, TwoHomes.serverIPv6, 2),
            Packets.echo(TwoHomes.first, TwoHomes.server, identifier: 1),
            Packets.echo(TwoHomes.firstIPv6, TwoHomes.serverIPv6, identifier: 1),
            Packets.unreachable(
                TwoHomes.first,
                TwoHomes.server,
                about: Packets.udp(TwoHomes.server, 9, TwoHomes.first, 5_000)
            ),
            Packets.unreachable(TwoHomes.firstIPv6, TwoHomes.serverIPv6, about: ipv6),
            Packets.unreachable(
                TwoHomes.server,
                TwoHomes.outside,
                about: Packets.udp(TwoHomes.outside, 5_000, TwoHomes.server, 9)
            ),
        ]
    }()

    @Test("cut anywhere, never end the network", arguments: samples.indices)
    func cut(_ index: Int) throws {
        let homes = try TwoHomes(.symmetric, rules: [EgressRule(.reject, .udp, port: 9)])
        for length in Self.samples[index].indices {
            for host in [homes.first, homes.server] {
                _ = homes.send(Array(Self.samples[index][..<length]), from: host)
            }
        }
        #expect(homes.network.drops[.malformed, default: 0] > 0)
    }

    @Test("changed anywhere, never end the network, and the next whole packet still arrives")
    func changed() throws {
        var random = SeededRandom(seed: 7)
        let homes = try TwoHomes(.portRestrictedCone)
        for _ in 0..<10_000 {
            var packet = Self.samples.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                packet[Int.random(in: packet.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
            }
            _ = homes.send(packet, from: Bool.random(using: &random) ? homes.first : homes.server)
        }
        let arrived = homes.send(Packets.udp(TwoHomes.first, 60_000, TwoHomes.server, 9), from: homes.first)
        #expect(arrived.map(\.host) == [homes.server])
    }

    @Test("of random bytes never end the network")
    func noise() throws {
        var random = SeededRandom(seed: 8)
        let homes = try TwoHomes(.symmetric)
        for _ in 0..<10_000 {
            var packet = (0..<Int.random(in: 0...120, using: &random)).map { _ in
                UInt8.random(in: .min ... .max, using: &random)
            }
            if !packet.isEmpty {
                packet[0] = Bool.random(using: &random) ? 0x45 : 0x60
            }
            _ = homes.send(packet, from: homes.first)
        }
    }

    @Test("with later fragments stop at a translator and pass a plain router")
    func fragments() throws {
        let homes = try TwoHomes(.fullCone)
        var packet = Packets.udp(TwoHomes.first, 1, TwoHomes.server, 2)
        packet[7] = 1
        #expect(homes.send(packet, from: homes.first).isEmpty)
        #expect(homes.network.drops == [.untranslatable: 1])
    }
}
