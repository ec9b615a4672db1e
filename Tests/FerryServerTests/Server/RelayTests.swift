import FerryServer
import Testing

@Suite("The relay", .timeLimit(.minutes(5)))
struct RelayTests {
    /// Two devices that have agreed on the relay, each with its token.
    static func agree(_ server: TestServer) async throws -> (
        first: ServerSaid, second: ServerSaid, devices: [TestDevice]
    ) {
        let phone = try await TestDevice.join(server, name: "Phone")
        let laptop = try await TestDevice.join(server, name: "Laptop")
        try await phone.sees(laptop)
        try await phone.socket.send("{\"type\":\"relay-request\",\"to\":\"\(laptop.id)\",\"call\":\"c1\"}")
        #expect(try await laptop.next("relay-request").from == phone.id)
        try await laptop.socket.send("{\"type\":\"relay-accept\",\"to\":\"\(phone.id)\",\"call\":\"c1\"}")
        return (try await phone.next("relay-ready"), try await laptop.next("relay-ready"), [phone, laptop])
    }

    static func open(_ ready: ServerSaid, _ server: TestServer) async throws -> WebSocketClient {
        try await WebSocketClient.open(
            "/relay",
            port: server.port,
            protocols: "ferry.relay.1, \(ready.tokenOrEmpty)"
        )
    }

    @Test("What one side sends arrives at the other, whole and in order")
    func passesOn() async throws {
        try await TestServer.run { server in
            let pairing = try await Self.agree(server)
            #expect(pairing.first.token != pairing.second.token)
            let first = try await Self.open(pairing.first, server)
            let second = try await Self.open(pairing.second, server)
            #expect(await first.next() == .binary([]))
            #expect(await second.next() == .binary([]))

            let large = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try await first.send([0, 7])
            try await first.send(large)
            try await second.send([9])
            #expect(await second.next() == .binary([0, 7]))
            #expect(await second.next() == .binary(large))
            #expect(await first.next() == .binary([9]))
        }
    }

    @Test("A token is good once")
    func once() async throws {
        try await TestServer.run { server in
            let pairing = try await Self.agree(server)
            let first = try await Self.open(pairing.first, server)
            let protocols = "ferry.relay.1, \(pairing.first.tokenOrEmpty)"
            #expect(try await server.refusedHandshake("/relay", protocols: protocols).status == 403)
            withExtendedLifetime(first) {}
        }
    }

    @Test("When one side is lost, the other is told")
    func lost() async throws {
        try await TestServer.run { server in
            let pairing = try await Self.agree(server)
            let first = try await Self.open(pairing.first, server)
            let second = try await Self.open(pairing.second, server)
            #expect(await second.next() == .binary([]))
            try await first.drop()
            #expect(await second.next() == .close(4010))
        }
    }

    @Test("A pairing ends at its byte limit")
    func byteLimit() async throws {
        try await TestServer.run {
            $0.relay = .init(pairs: 4, bytes: 100_000, time: .seconds(60))
        } body: { server in
            let pairing = try await Self.agree(server)
            #expect(pairing.first.bytes == 100_000)
            let first = try await Self.open(pairing.first, server)
            let second = try await Self.open(pairing.second, server)
            #expect(await first.next() == .binary([]))
            // The server may close the connection before all of it is sent.
            try? await first.send([UInt8](repeating: 1, count: 150_000))
            #expect(await second.next(where: { $0 == .close(4011) }) != nil)
            #expect(await first.next() == .close(4011))
        }
    }

    @Test("Without a relay, a request for it is answered so")
    func off() async throws {
        try await TestServer.run {
            $0.relay = nil
        } body: { server in
            let phone = try await TestDevice.join(server, name: "Phone")
            let laptop = try await TestDevice.join(server, name: "Laptop")
            #expect(phone.welcome.server?.relay == false)
            try await phone.sees(laptop)
            try await phone.socket.send("{\"type\":\"relay-request\",\"to\":\"\(laptop.id)\",\"call\":\"c1\"}")
            #expect(try await phone.next("error").code == "RELAY_OFF")
        }
    }

    @Test("Relayed bytes and pairings are counted")
    func counted() async throws {
        try await TestServer.run { server in
            let pairing = try await Self.agree(server)
            let first = try await Self.open(pairing.first, server)
            let second = try await Self.open(pairing.second, server)
            try await first.send([UInt8](repeating: 1, count: 10_000))
            #expect(await second.next(where: { $0 != .binary([]) }) != nil)
            let metrics = try await server.request("GET", "/metrics")
            #expect(metrics.lines.contains("ferry_relay_joined 1"))
            #expect(metrics.lines.contains("ferry_sockets{kind=\"relay\"} 2"))
            let bytes = metrics.lines.first { $0.hasPrefix("ferry_relay_bytes_total ") }
            #expect(bytes.flatMap { Int($0.split(separator: " ")[1]) } ?? 0 >= 10_000)
        }
    }
}

extension ServerSaid {
    fileprivate var tokenOrEmpty: String { token ?? "" }
}
