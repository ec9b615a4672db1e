import FerryServer
import NetPrimitives
import Testing

@Suite("Strangers", .timeLimit(.minutes(5)))
struct StrangerTests {
    @Test("A name that is not ours gets 421 and a page that names the option")
    func misdirected() async throws {
        let answer = try await TestServer.run { try await $0.request("GET", "/", host: "evil.example") }
        #expect(answer.status == 421)
        #expect(answer["content-type"] == "text/html; charset=utf-8")
        #expect(answer["content-security-policy"] == "default-src 'none'")
        #expect(answer.body.contains("--allow-host evil.example"))
    }

    @Test("An allowed name is answered")
    func allowedHost() async throws {
        let answer = try await TestServer.run {
            $0.allowedHosts = [.name("ferry.example.org")]
        } body: {
            try await $0.request("GET", "/healthz", host: "ferry.example.org")
        }
        #expect(answer.status == 200)
    }

    @Test("What was asked for cannot become markup")
    func noMarkup() async throws {
        let answer = try await TestServer.run { try await $0.request("GET", "/", host: "<script>alert(1)</script>") }
        #expect(answer.status == 400)
        #expect(!answer.body.contains("<script>"))
    }

    @Test("A socket for another name, or from another page, is refused", arguments: ["/signal", "/relay"])
    func sockets(path: String) async throws {
        try await TestServer.run { server in
            let host = try await server.refusedHandshake(path, host: "evil.example")
            #expect(host.status == 421)
            let origin = try await server.refusedHandshake(path, headers: [("Origin", "http://evil.example")])
            #expect(origin.status == 403)
        }
    }

    @Test("A page of another origin may not post either")
    func post() async throws {
        let answer = try await TestServer.run {
            try await $0.request("POST", "/qr", headers: [("Origin", "http://evil.example")], body: "x")
        }
        #expect(answer.status == 403)
    }

    @Test("A socket's path without a handshake says what is spoken there", arguments: ["/signal", "/relay"])
    func upgradeRequired(path: String) async throws {
        let answer = try await TestServer.run { try await $0.request("GET", path) }
        #expect(answer.status == 426)
    }

    @Test("A socket of another protocol is refused", arguments: ["/signal", "/relay"])
    func subprotocol(path: String) async throws {
        let answer = try await TestServer.run { try await $0.refusedHandshake(path, protocols: "chat") }
        #expect(answer.status == 400)
    }

    @Test("A relay token nobody was given is refused")
    func relayToken() async throws {
        let answer = try await TestServer.run {
            try await $0.refusedHandshake("/relay", protocols: "ferry.relay.1, \(String(repeating: "A", count: 43))")
        }
        #expect(answer.status == 403)
    }

    @Test("One address gets so many sockets and no more, until one of them has ended")
    func socketLimit() async throws {
        try await TestServer.run {
            $0.socketsPerAddress = 2
        } body: { server in
            let first = try await TestDevice.join(server, name: "One")
            let second = try await TestDevice.join(server, name: "Two")
            let refused = try await server.refusedHandshake("/signal")
            #expect(refused.status == 429)
            #expect(refused["retry-after"] != nil)

            try await first.socket.send("{\"type\":\"bye\"}")
            #expect(await first.socket.next(where: { $0 == .close(1000) }) != nil)
            while await first.socket.next() != nil {}
            // The server may notice the end a moment later than the client.
            while try await server.refusedHandshakeOrNil("/signal") != nil {}
            withExtendedLifetime(second) {}
        }
    }

    @Test("A flood of connections from one address is cut off, and others go on")
    func connectionLimit() async throws {
        try await TestServer.run {
            $0.socketsPerAddress = 1
        } body: { server in
            // Eight connections for each socket.
            var open: [RawConnection] = []
            for _ in 0..<8 { open.append(try await RawConnection.open(port: server.port)) }
            let refused = try await RawConnection.open(port: server.port)
            try await refused.closed()

            try await open.removeLast().close()
            // The server may notice the end a moment later than the client.
            var metrics: HTTPExchange?
            while metrics == nil { metrics = try? await server.request("GET", "/metrics") }
            #expect(metrics?.lines.contains { $0.hasPrefix("ferry_refusals_total{reason=\"connections\"}") } == true)
        }
    }

    @Test("The metrics are for this machine")
    func metrics() async throws {
        try await TestServer.run { server in
            let own = try await server.request("GET", "/metrics")
            #expect(own.status == 200)
            #expect(own["content-type"] == PrometheusText.mediaType)
            #expect(own.lines.contains("ferry_build_info{version=\"\(Version.current)\"} 1"))
            let proxied = try await server.request("GET", "/metrics", headers: [("X-Forwarded-For", "203.0.113.9")])
            #expect(proxied.status == 403)
        }
    }

    @Test(
        "The metrics are for allowed networks, seen by a trusted proxy",
        arguments: [("10.1.2.3", 200), ("10.2.2.3", 403)]
    )
    func metricsAllowed(client: String, status: Int) async throws {
        let answer = try await TestServer.run {
            $0.trustedProxies = [NetworkPrefix(.v4(IPv4Address(127, 0, 0, 1)), length: 32)]
            $0.metricsNetworks = [NetworkPrefix(.v4(IPv4Address(10, 1, 0, 0)), length: 16)]
        } body: {
            try await $0.request("GET", "/metrics", headers: [("X-Forwarded-For", client)])
        }
        #expect(answer.status == status)
    }

    @Test("What was turned away is counted")
    func counted() async throws {
        let lines = try await TestServer.run { server in
            _ = try await server.request("GET", "/", host: "evil.example")
            _ = try await server.refusedHandshake("/signal", headers: [("Origin", "null")])
            return try await server.request("GET", "/metrics").body
        }.split(separator: "\n")
        #expect(lines.contains("ferry_refusals_total{reason=\"host\"} 1"))
        #expect(lines.contains("ferry_refusals_total{reason=\"origin\"} 1"))
        #expect(lines.contains("ferry_http_requests_total{status=\"4xx\"} 1"))
    }
}
