import NetPrimitives
import NetworkSimulator
import Testing

private typealias Dependence = NATBehavior.Dependence
private typealias PortAssignment = NATBehavior.PortAssignment

@Suite("A translator")
struct TranslationTests {
    @Test(
        "keeps or changes the outside port by its mapping behaviour, however it chooses ports",
        arguments: Dependence.allCases,
        PortAssignment.allCases
    )
    private func mapping(_ mapping: Dependence, _ ports: PortAssignment) throws {
        let homes = try TwoHomes(NATBehavior(mapping: mapping, filtering: .addressAndPortDependent, ports: ports))
        let port = try homes.outsidePort()
        let samePort = try homes.outsidePort()
        let otherServerPort = try homes.outsidePort(to: TwoHomes.server, 3_479)
        let otherServer = try homes.outsidePort(to: TwoHomes.otherServer)
        #expect(samePort == port)
        #expect((otherServerPort == port) == (mapping != .addressAndPortDependent))
        #expect((otherServer == port) == (mapping == .endpointIndependent))
    }

    @Test(
        "lets in whom its filtering behaviour allows, however it chooses ports",
        arguments: Dependence.allCases.flatMap { mapping in PortAssignment.allCases.map { (mapping, $0) } },
        Dependence.allCases
    )
    private func filtering(_ translation: (Dependence, PortAssignment), _ filtering: Dependence) throws {
        let (mapping, ports) = translation
        let homes = try TwoHomes(NATBehavior(mapping: mapping, filtering: filtering, ports: ports))
        let port = try homes.outsidePort()
        #expect(homes.answerArrives(from: TwoHomes.server, 3_478, to: port))
        let otherPort = homes.answerArrives(from: TwoHomes.server, 9_999, to: port)
        #expect(otherPort == (filtering != .addressAndPortDependent))
        let otherServer = homes.answerArrives(from: TwoHomes.otherServer, 3_478, to: port)
        #expect(otherServer == (filtering == .endpointIndependent))
        #expect(!homes.answerArrives(from: TwoHomes.server, 3_478, to: port &+ 1))
    }

    @Test("lets in whom the inside addressed through the same binding later")
    func permissionsGrow() throws {
        let homes = try TwoHomes(.portRestrictedCone)
        let port = try homes.outsidePort()
        #expect(!homes.answerArrives(from: TwoHomes.otherServer, 7, to: port))
        _ = try homes.outsidePort(to: TwoHomes.otherServer, 7)
        #expect(homes.answerArrives(from: TwoHomes.otherServer, 7, to: port))
    }

    @Test("assigns ports as it is told")
    func portAssignment() throws {
        let preserving = try TwoHomes(.fullCone)
        #expect(try preserving.outsidePort(of: 5_000) == 5_000)
        // The other host's port of the same number is taken, so the next one is used.
        let arrived = preserving.send(Packets.udp(TwoHomes.second, 5_000, TwoHomes.server, 1), from: preserving.second)
        #expect(arrived.first.flatMap { IPPacket($0.bytes)?.flow }?.source.port == 5_001)

        var behavior = NATBehavior.fullCone
        behavior.ports = .sequential
        let sequential = try TwoHomes(behavior)
        let port = try sequential.outsidePort(of: 5_000)
        #expect(try sequential.outsidePort(of: 9_000) == port + 1)

        let random = try TwoHomes(.symmetric)
        let ports = try (1...20).map { try random.outsidePort(to: TwoHomes.server, $0) }
        #expect(Set(ports).count == 20)
        #expect(zip(ports, ports.dropFirst()).filter { $1 == $0 + 1 }.isEmpty)
    }

    @Test("forgets a binding after its lifetime, which packets from inside prolong and those from outside do not")
    func lifetime() throws {
        let homes = try TwoHomes(.fullCone)
        let port = try homes.outsidePort()
        homes.pass(.seconds(119))
        #expect(homes.answerArrives(from: TwoHomes.server, 1, to: port))
        homes.pass(.seconds(2))
        #expect(!homes.answerArrives(from: TwoHomes.server, 1, to: port))

        _ = try homes.outsidePort()
        homes.pass(.seconds(100))
        _ = try homes.outsidePort()
        homes.pass(.seconds(100))
        #expect(homes.answerArrives(from: TwoHomes.server, 1, to: port))
    }

    @Test("prolongs a binding by packets from outside where it is told to")
    func inboundRefresh() throws {
        var behavior = NATBehavior.fullCone
        behavior.inboundRefresh = true
        let homes = try TwoHomes(behavior)
        let port = try homes.outsidePort()
        for _ in 0..<5 {
            homes.pass(.seconds(100))
            #expect(homes.answerArrives(from: TwoHomes.server, 1, to: port))
        }
    }

    @Test(
        "turns packets back inside only with hairpinning, and they come from the outside address",
        arguments: [true, false]
    )
    func hairpinning(_ hairpinning: Bool) throws {
        var behavior = NATBehavior.fullCone
        behavior.hairpinning = hairpinning
        let homes = try TwoHomes(behavior)
        let port = try homes.outsidePort()
        let packet = Packets.udp(TwoHomes.second, 6_000, TwoHomes.outside, port)
        let arrived = homes.send(packet, from: homes.second)
        #expect(arrived.map(\.host) == (hairpinning ? [homes.first] : []))
        let source = arrived.first.flatMap { IPPacket($0.bytes)?.flow }?.source
        #expect(source?.description == (hairpinning ? "\(TwoHomes.outside):6000" : nil))
        #expect(arrived.allSatisfy { Packets.areChecksumsRight($0.bytes) })
    }

    @Test("translates TCP and echoes as well, with right checksums")
    func otherProtocols() throws {
        let homes = try TwoHomes(.symmetric)
        let segment = homes.send(Packets.tcp(TwoHomes.first, 4_000, TwoHomes.server, 443), from: homes.first)
        let flow = try #require(segment.first.flatMap { IPPacket($0.bytes)?.flow })
        #expect(segment.allSatisfy { $0.host == homes.server && Packets.areChecksumsRight($0.bytes) })
        let answer = Packets.tcp(TwoHomes.server, 443, TwoHomes.outside, flow.source.port)
        let answered = homes.send(answer, from: homes.server)
        #expect(answered.map(\.host) == [homes.first])
        #expect(answered.allSatisfy { Packets.areChecksumsRight($0.bytes) })

        let echo = homes.send(Packets.echo(TwoHomes.first, TwoHomes.server, identifier: 77), from: homes.first)
        let identifier = try #require(echo.first.flatMap { IPPacket($0.bytes)?.flow }).source.port
        #expect(echo.allSatisfy { Packets.areChecksumsRight($0.bytes) })
        let reply = Packets.echo(TwoHomes.server, TwoHomes.outside, identifier: identifier, isReply: true)
        let replied = homes.send(reply, from: homes.server)
        #expect(replied.first.flatMap { IPPacket($0.bytes)?.flow }?.destination.port == 77)
        #expect(replied.allSatisfy { Packets.areChecksumsRight($0.bytes) })
    }

    @Test("keeps checksums right and payloads as they are, for all sizes")
    func checksums() throws {
        let homes = try TwoHomes(.symmetric)
        for size in 0..<200 {
            let packet = Packets.udp(TwoHomes.first, UInt16(2_000 + size), TwoHomes.server, 9, size: size)
            let arrived = homes.send(packet, from: homes.first)
            #expect(arrived.count == 1)
            #expect(arrived.allSatisfy { Packets.areChecksumsRight($0.bytes) })
            #expect(arrived.allSatisfy { Packets.payload(of: $0.bytes) == Packets.payload(of: packet) })
        }
    }

    @Test("leaves a UDP checksum away that the sender left away")
    func noChecksum() throws {
        let homes = try TwoHomes(.fullCone)
        var packet = Packets.udp(TwoHomes.first, 5_000, TwoHomes.server, 9)
        packet.replaceSubrange(26..<28, with: [0, 0])
        let arrived = homes.send(packet, from: homes.first)
        #expect(arrived.first.map { Array($0.bytes[26..<28]) } == [0, 0])
    }

    @Test("translates an error about a packet, in the header and in the quote")
    func errors() throws {
        let homes = try TwoHomes(.symmetric)
        let sent = Packets.udp(TwoHomes.first, 5_000, TwoHomes.server, 9)
        let seen = try #require(homes.send(sent, from: homes.first).first).bytes
        let error = Packets.unreachable(TwoHomes.server, TwoHomes.outside, about: seen)
        let arrived = homes.send(error, from: homes.server)
        #expect(arrived.map(\.host) == [homes.first])
        let bytes = try #require(arrived.first).bytes
        #expect(Packets.areChecksumsRight(bytes))
        let quote = try #require(IPPacket(Array(bytes[28...])))
        #expect(quote.flow?.source.description == "\(TwoHomes.first):5000")
    }

    @Test("lets an error out about a packet that came in, and hides the inside in it")
    func errorsOutward() throws {
        let homes = try TwoHomes(.fullCone)
        let port = try homes.outsidePort()
        let came = homes.send(Packets.udp(TwoHomes.server, 3_478, TwoHomes.outside, port), from: homes.server)
        let error = Packets.unreachable(TwoHomes.first, TwoHomes.server, about: try #require(came.first).bytes)
        let bytes = try #require(homes.send(error, from: homes.first).first).bytes
        #expect(Packets.areChecksumsRight(bytes))
        let packet = try #require(IPPacket(bytes))
        #expect(packet.source.description == TwoHomes.outside)
        #expect(IPPacket(Array(bytes[28...]))?.flow?.destination.description == "\(TwoHomes.outside):\(port)")
    }

    @Test("forgets everything with a new address, and uses that from then on")
    func readdressing() throws {
        let homes = try TwoHomes(.fullCone)
        let port = try homes.outsidePort()
        var configuration = homes.network.configuration(of: homes.router)
        configuration.addresses = [try #require(IPAddress("198.51.100.9"))]
        homes.network.reconfigure(homes.router, configuration)
        #expect(!homes.answerArrives(from: TwoHomes.server, 3_478, to: port))
        let arrived = homes.send(Packets.udp(TwoHomes.first, 5_000, TwoHomes.server, 9), from: homes.first)
        #expect(arrived.first.flatMap { IPPacket($0.bytes) }?.source.description == "198.51.100.9")
    }
}
