import NetPrimitives
import NetworkSimulator
import Testing

@Suite("A network")
struct RoutingTests {
    @Test(
        "brings multicast and broadcast to every host of the segment and no further",
        arguments: [
            "224.0.0.251", "255.255.255.255",
        ]
    )
    func multicast(_ destination: String) throws {
        let homes = try TwoHomes(.fullCone)
        let arrived = homes.send(Packets.udp(TwoHomes.first, 5_353, destination, 5_353), from: homes.first)
        #expect(arrived.map(\.host) == [homes.second])
    }

    @Test("carries packets between hosts of one segment, and not where hosts are isolated", arguments: [true, false])
    func isolation(_ isolates: Bool) throws {
        let homes = try TwoHomes(.fullCone, isolatesHosts: isolates)
        let direct = homes.send(Packets.udp(TwoHomes.first, 1, TwoHomes.second, 2), from: homes.first)
        let multicast = homes.send(Packets.udp(TwoHomes.first, 5_353, "224.0.0.251", 5_353), from: homes.first)
        let outward = homes.send(Packets.udp(TwoHomes.first, 1, TwoHomes.server, 2), from: homes.first)
        #expect(direct.map(\.host) == (isolates ? [] : [homes.second]))
        #expect(multicast.map(\.host) == (isolates ? [] : [homes.second]))
        #expect(outward.map(\.host) == [homes.server])
    }

    @Test("lets IPv6 out as it is, and only answers in", arguments: NATBehavior.Dependence.allCases)
    func firewall(_ filtering: NATBehavior.Dependence) throws {
        let homes = try TwoHomes(.fullCone, firewall: filtering)
        let unasked = Packets.udp(TwoHomes.serverIPv6, 9, TwoHomes.firstIPv6, 7)
        #expect(homes.send(unasked, from: homes.server).isEmpty)
        let sent = Packets.udp(TwoHomes.firstIPv6, 7, TwoHomes.serverIPv6, 8)
        let arrived = try #require(homes.send(sent, from: homes.first).first)
        // Only the hop limit changes.
        #expect(arrived.host == homes.server && arrived.bytes[7] == 63 && arrived.bytes[8...] == sent[8...])
        let answer = Packets.udp(TwoHomes.serverIPv6, 8, TwoHomes.firstIPv6, 7)
        #expect(homes.send(answer, from: homes.server).map(\.host) == [homes.first])
        let fromOtherPort = homes.send(unasked, from: homes.server)
        #expect(fromOtherPort.map(\.host) == (filtering == .addressAndPortDependent ? [] : [homes.first]))
        let error = Packets.unreachable(TwoHomes.serverIPv6, TwoHomes.firstIPv6, about: sent)
        #expect(homes.send(error, from: homes.server).map(\.host) == [homes.first])
    }

    @Test("lets everything through a router that neither translates nor filters")
    func forwarding() throws {
        let homes = try TwoHomes(nil, firewall: nil)
        let unasked = Packets.udp(TwoHomes.serverIPv6, 9, TwoHomes.firstIPv6, 7)
        #expect(homes.send(unasked, from: homes.server).map(\.host) == [homes.first])
    }

    @Test(
        "keeps UDP in by a rule, and tells the sender where it rejects",
        arguments: [
            EgressRule.Verdict.drop, .reject,
        ]
    )
    func udpBlocked(_ verdict: EgressRule.Verdict) throws {
        let homes = try TwoHomes(.fullCone, rules: [EgressRule(verdict, .udp)])
        let arrived = homes.send(Packets.udp(TwoHomes.first, 1, TwoHomes.server, 2), from: homes.first)
        #expect(arrived.map(\.host) == (verdict == .reject ? [homes.first] : []))
        for error in arrived {
            #expect(Packets.areChecksumsRight(error.bytes))
            #expect(Array(error.bytes[20..<22]) == [3, 13])
        }
        let overIPv6 = homes.send(Packets.udp(TwoHomes.firstIPv6, 1, TwoHomes.serverIPv6, 2), from: homes.first)
        #expect(overIPv6.map(\.host) == (verdict == .reject ? [homes.first] : []))
        #expect(overIPv6.allSatisfy { Packets.areChecksumsRight($0.bytes) })
        let segment = homes.send(Packets.tcp(TwoHomes.first, 1, TwoHomes.server, 443), from: homes.first)
        #expect(segment.map(\.host) == [homes.server])
    }

    @Test("lets nothing out but what the rules name")
    func onlySomePorts() throws {
        let server = try #require(NetworkPrefix(TwoHomes.server))
        let rules = [8_080, 5_349].map { EgressRule(.accept, .tcp, to: server, port: $0) } + [EgressRule(.drop)]
        let homes = try TwoHomes(.fullCone, rules: rules)
        #expect(homes.send(Packets.tcp(TwoHomes.first, 1, TwoHomes.server, 8_080), from: homes.first).count == 1)
        #expect(homes.send(Packets.tcp(TwoHomes.first, 1, TwoHomes.server, 5_349), from: homes.first).count == 1)
        #expect(homes.send(Packets.tcp(TwoHomes.first, 1, TwoHomes.server, 8_081), from: homes.first).isEmpty)
        #expect(homes.send(Packets.tcp(TwoHomes.first, 1, TwoHomes.otherServer, 8_080), from: homes.first).isEmpty)
        #expect(homes.send(Packets.echo(TwoHomes.first, TwoHomes.server, identifier: 1), from: homes.first).isEmpty)
        #expect(homes.network.drops == [.forbidden: 3])
    }

    @Test("translates twice behind a carrier, which turns neighbours back to each other where it hairpins")
    func carrierGrade() throws {
        var network = SimulatedNetwork(seed: 1)
        let internet = network.addSegment()
        let carrier = network.addSegment()
        let server = network.addHost(on: internet, addresses: [try #require(IPAddress("203.0.113.1"))])
        var configuration = RouterConfiguration()
        configuration.gateways = [try #require(IPAddress("100.64.0.1"))]
        configuration.addresses = [try #require(IPAddress("198.51.100.1"))]
        configuration.nat = .portRestrictedCone
        configuration.nat?.hairpinning = true
        _ = network.addRouter(inside: carrier, outside: internet, configuration)
        let hosts = try [2, 3].map { number in
            let home = network.addSegment()
            configuration.gateways = [try #require(IPAddress("192.168.1.1"))]
            configuration.addresses = [try #require(IPAddress("100.64.0.\(number)"))]
            configuration.nat = .portRestrictedCone
            _ = network.addRouter(inside: home, outside: carrier, configuration)
            return network.addHost(on: home, addresses: [try #require(IPAddress("192.168.1.2"))])
        }
        let start = Instant(nanoseconds: 0)
        let seen = try hosts.map { host in
            network.send(Packets.udp("192.168.1.2", 5_000, "203.0.113.1", 3_478), from: host, now: start)
            let arrived = try #require(network.takeDeliveries().first)
            #expect(arrived.host == server)
            return try #require(IPPacket(arrived.bytes)?.flow).source
        }
        #expect(seen.map(\.address.description) == ["198.51.100.1", "198.51.100.1"])
        #expect(seen[0].port != seen[1].port)
        // Each sends to the other's reflexive address: the first packet opens the binding for the second.
        network.send(Packets.udp("192.168.1.2", 5_000, "198.51.100.1", seen[1].port), from: hosts[0], now: start)
        network.send(Packets.udp("192.168.1.2", 5_000, "198.51.100.1", seen[0].port), from: hosts[1], now: start)
        let arrived = network.takeDeliveries()
        #expect(arrived.map(\.host) == [hosts[0]])
        #expect(arrived.allSatisfy { Packets.areChecksumsRight($0.bytes) })
    }

    @Test("reaches a host under its new address, in its new place, and nobody under the old one")
    func moving() throws {
        let homes = try TwoHomes(.fullCone)
        let elsewhere = homes.network.addSegment()
        homes.network.move(homes.second, addresses: [try #require(IPAddress("192.168.1.9"))])
        #expect(homes.send(Packets.udp(TwoHomes.first, 1, TwoHomes.second, 2), from: homes.first).isEmpty)
        #expect(homes.send(Packets.udp(TwoHomes.first, 1, "192.168.1.9", 2), from: homes.first).count == 1)
        homes.network.move(homes.second, to: elsewhere, addresses: [try #require(IPAddress("192.168.1.9"))])
        #expect(homes.send(Packets.udp(TwoHomes.first, 1, "192.168.1.9", 2), from: homes.first).isEmpty)
    }

    @Test("drops packets whose hops are used up, and those that mean something on their segment only")
    func notForwarded() throws {
        let homes = try TwoHomes(.fullCone)
        var packet = Packets.udp(TwoHomes.firstIPv6, 1, TwoHomes.serverIPv6, 2)
        packet[7] = 1
        #expect(homes.send(packet, from: homes.first).isEmpty)
        #expect(homes.send(Packets.udp("169.254.1.1", 1, TwoHomes.server, 2), from: homes.first).isEmpty)
        #expect(homes.send(Packets.udp("fe80::1", 1, TwoHomes.serverIPv6, 2), from: homes.first).isEmpty)
        #expect(homes.network.drops == [.notForwarded: 3])
    }
}
