import FerryServer
import Testing

@Suite("Start and end", .timeLimit(.minutes(5)))
struct StartTests {
    @Test("A port that is taken is said to be, with the option for another one")
    func portTaken() async throws {
        try await TestServer.run { first in
            let error = await #expect(throws: StartError.self) {
                try await TestServer.run {
                    $0.port = UInt16(first.port)
                } body: { _ in
                }
            }
            #expect(error == .portTaken(UInt16(first.port), option: "--port"))
            #expect(error?.description.contains("--port") == true)
        }
    }

    @Test("An address of another machine is said to be")
    func addressUnavailable() async throws {
        let error = await #expect(throws: StartError.self) {
            try await TestServer.run {
                $0.host = "203.0.113.1"
            } body: { _ in
            }
        }
        #expect(error == .addressUnavailable("203.0.113.1"))
    }

    @Test("A server on loopback says that only this machine reaches it")
    func loopback() async throws {
        let urls = try await TestServer.run { $0.running.published.urls }
        #expect(urls.isEmpty)
    }

    @Test("The server ends whatever is connected, and tells the sockets")
    func shutdown() async throws {
        try await TestServer.run {
            $0.tls = .auto
        } body: { server in
            let pairing = try await RelayTests.agree(server)
            let joined = [
                try await RelayTests.open(pairing.first, server), try await RelayTests.open(pairing.second, server),
            ]
            for leg in joined { #expect(await leg.next() == .binary([])) }
            let idle = try await RawConnection.open(port: server.port)
            let secureIdle = try await RawConnection.open(port: try #require(server.tlsPort))
            let keptAlive = try await RawConnection.open(port: server.port)
            try await keptAlive.send("GET /healthz HTTP/1.1\r\nHost: \(server.authority)\r\n\r\n")
            let unfinished = try await RawConnection.open(port: server.port)
            try await unfinished.send("POST /qr HTTP/1.1\r\nHost: \(server.authority)\r\nContent-Length: 9\r\n\r\nx")

            await server.shutDown()
            for device in pairing.devices {
                #expect(await device.socket.next(where: { $0 == .close(1001) }) != nil)
            }
            for leg in joined { #expect(await leg.next() == .close(1001)) }
            for connection in [idle, secureIdle, keptAlive, unfinished] { try await connection.closed() }
        }
    }
}
