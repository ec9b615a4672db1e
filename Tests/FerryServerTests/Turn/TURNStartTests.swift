import FerryServer
import NIOPosix
import NetPrimitives
import STUN
import Testing

@Suite("Start and end of TURN", .timeLimit(.minutes(5)))
struct TURNStartTests {
    @Test("A port that was asked for and is taken is an error that names the option")
    func portAsked() async throws {
        try await TestServer.run { first in
            let taken = try #require(first.running.turn).plain
            let error = await #expect(throws: StartError.self) {
                try await TestServer.run {
                    $0.turn?.port = taken
                } body: { _ in
                }
            }
            #expect(error == .portTaken(taken, option: "--turn-port"))
        }
    }

    @Test("The usual port is no reason not to start: another one is used, and said")
    func usualPort() async throws {
        // Port 3478 is taken, by another test or by the first server below, so the second one cannot have it.
        try await TestServer.run {
            $0.turn?.port = nil
        } body: { _ in
            try await TestServer.run {
                $0.turn?.port = nil
            } body: { second in
                let port = try #require(second.running.turn).plain
                #expect(port != 3478)
                #expect(second.running.warnings.contains { $0.contains("\(port)") && $0.contains("--turn-port") })
                #expect(try await TURNUser(.udp, port: port).request(.binding).mappedAddress != nil)
                #expect(try await TURNUser(.tcp, port: port).request(.binding).mappedAddress != nil)
            }
        }
    }

    @Test("Behind a proxy there is no TURN until its address is told, and start-up says so")
    func behindProxy() async throws {
        try await TestServer.run {
            $0.trustedProxies = [NetworkPrefix("127.0.0.1")].compactMap(\.self)
        } body: { server in
            #expect(server.running.turn == nil)
            #expect(server.running.warnings.contains { $0.contains("--external-ip") })
            let phone = try await TestDevice.join(server, name: "Phone")
            #expect(phone.welcome.server?.turn == false)
        }
    }

    @Test("An --external-ip for an address that this machine does not have is said to have no effect")
    func foreignLocalAddress() async throws {
        let outside = try #require(IPAddress("203.0.113.7"))
        for (local, isForeign) in [("198.51.100.77", true), ("127.0.0.1", false)] {
            let local = try #require(IPAddress(local))
            let warnings = try await TestServer.run {
                $0.turn?.external = [.init(address: outside, local: local)]
            } body: {
                $0.running.warnings
            }
            #expect(warnings.contains { $0.contains("203.0.113.7/\(local)") } == isForeign)
        }
    }

    @Test("An address given by --turn-public is the one under which what is relayed is announced, and the server's own")
    func publicAddress() async throws {
        try await TestServer.run {
            $0.turn?.publicAddress = HostAndPort("203.0.113.5:3478")
        } body: { server in
            #expect(!server.running.warnings.contains { $0.contains("--external-ip") })
            let conversation = try await TURNConversation.open(server)
            let user = try await conversation.user(0)
            let relayed = try await user.allocate()
            #expect(relayed.address == IPAddress("203.0.113.5"))
            let service = TransportAddress(relayed.address, port: 53)
            #expect(try await user.request(.createPermission, [.xorPeerAddress(service)]).errorCode == nil)
        }
    }

    @Test("Of a name that is given by --turn-public start-up says what is missing, until --external-ip says it")
    func publicName() async throws {
        for (external, isWarned) in [(nil, true), (IPAddress("203.0.113.5"), false)] {
            try await TestServer.run {
                $0.turn?.publicAddress = HostAndPort("localhost:3478")
                $0.turn?.external = [external].compactMap(\.self).map { .init(address: $0, local: nil) }
            } body: { server in
                #expect(server.running.warnings.contains { $0.contains("--external-ip") } == isWarned)
            }
        }
    }

    @Test("Turned off, there is none, and nobody is told of any")
    func off() async throws {
        try await TestServer.run {
            $0.turn = nil
        } body: { server in
            let phone = try await TestDevice.join(server, name: "Phone")
            let laptop = try await TestDevice.join(server, name: "Laptop")
            #expect(server.running.turn == nil && phone.welcome.server?.turn == false)
            try await phone.sees(laptop)
            try await phone.socket.send("{\"type\":\"turn-request\",\"to\":\"\(laptop.id)\"}")
            #expect(try await phone.next("turn").iceServers?.isEmpty == true)
        }
    }

    @Test("A device is told the host it came by, and the port")
    func urls() async throws {
        try await TestServer.run { server in
            let phone = try await TestDevice.join(server, name: "Phone")
            let laptop = try await TestDevice.join(server, name: "Laptop")
            #expect(phone.welcome.server?.turn == true)
            try await phone.sees(laptop)
            try await phone.socket.send("{\"type\":\"turn-request\",\"to\":\"\(laptop.id)\"}")
            let said = try await phone.next("turn")
            let place = "127.0.0.1:\(try #require(server.running.turn).plain)"
            let urls = ["stun:\(place)", "turn:\(place)?transport=udp", "turn:\(place)?transport=tcp"]
            #expect(said.iceServers?.first?.urls == urls)
            #expect(said.seconds ?? 0 > 3_600)
        }
    }

    @Test("The end of the server is the end of every socket of TURN")
    func shutdown() async throws {
        let port = try await Self.runAtOwnPort { server in
            let authority = try await server.request("GET", "/ca.crt").bytes
            let conversation = try await TURNConversation.open(server)
            let users = [
                try await conversation.user(0, .tcp), try await conversation.user(1, .tls, trusting: authority),
            ]
            var relayed: [UInt16] = []
            for user in users { relayed.append(try await user.allocate().port) }
            await server.shutDown()
            for user in users { while await user.next() != nil {} }
            return try #require(server.running.turn).plain
        }
        // Everything is closed by now, so the port is free for TCP and UDP.
        try await TestServer.run {
            $0.turn?.port = port
        } body: { server in
            #expect(server.running.turn?.plain == port)
        }
    }

    /// Runs a server with TLS and a TURN port below the range of ephemeral ports, so that the system does not give it
    /// to another test afterwards.
    private static func runAtOwnPort<Result: Sendable>(
        body: @escaping @Sendable (TestServer) async throws -> Result
    ) async throws -> Result {
        var candidates = (20_000..<30_000).shuffled()
        while let port = candidates.popLast() {
            do {
                return try await TestServer.run {
                    $0.tls = .auto
                    $0.turn?.port = UInt16(port)
                } body: {
                    try await body($0)
                }
            } catch StartError.portTaken {}
        }
        throw TestServerEnded()
    }
}
