import NIOCore
import Testing
import WebSocketFraming
import WebSocketServer

@Suite("The upgrade", .serialized, .timeLimit(.minutes(5)))
struct UpgradeTests {
    private let events = Events<SessionEvent>()

    @Test("answers the handshake of RFC 6455 with the accept value that the RFC gives, and the chosen subprotocol")
    func handshake() async throws {
        let requests = Events<UpgradeRequest>()
        let admit: @Sendable (UpgradeRequest) -> UpgradeDecision = { [events] request in
            requests.send(request)
            return .session(subprotocol: "ferry.signal.1") { EchoSession($0, events: events) }
        }
        try await TestServer.run(admit: admit) { server in
            let client = try await TestClient.connect(to: server)
            let offer = ["Sec-WebSocket-Protocol: ferry.signal.1, other", "Sec-WebSocket-Protocol: third"]
            try await client.send(TestClient.handshake(path: "/signal?a=b", headers: offer))
            let head = try await client.readHead()
            #expect(head.hasPrefix("HTTP/1.1 101 "))
            #expect(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
            #expect(head.contains("Sec-WebSocket-Protocol: ferry.signal.1\r\n"))
            let request = try await requests.next()
            #expect(request.subprotocols == ["ferry.signal.1", "other", "third"])
            #expect(request.path == "/signal")
            #expect(try await client.readFrame().payload == ByteBuffer(string: "welcome"))
            try await client.close()
        }
    }

    @Test("takes frames that come in one piece with the handshake")
    func framesBehindHandshake() async throws {
        try await TestServer.run(admit: admitEcho(events)) { server in
            let client = try await TestClient.connect(to: server)
            var bytes = ByteBuffer(string: TestClient.handshake(path: "/signal"))
            bytes.writeImmutableBuffer(TestClient.frame(.text, ByteBuffer(string: "early")))
            try await client.send(bytes)
            _ = try await client.readHead()
            #expect(try await client.readFrame().payload == ByteBuffer(string: "welcome"))
            #expect(try await client.readFrame().payload == ByteBuffer(string: "early"))
            try await client.close()
        }
    }

    @Test("trap 1: works on a kept-alive connection that has served pages, as Safari does it")
    func upgradeAfterGet() async throws {
        try await TestServer.run(admit: admitEcho(events)) { server in
            let client = try await TestClient.connect(to: server)
            for path in ["/", "/app.js"] {
                try await client.send("GET \(path) HTTP/1.1\r\nHost: ferry.test\r\n\r\n")
                #expect(try await client.readResponse().body == "page \(path), upgrade none")
            }
            try await client.send(TestClient.handshake(path: "/signal"))
            #expect(try await client.readHead().hasPrefix("HTTP/1.1 101 "))
            #expect(try await client.readFrame().payload == ByteBuffer(string: "welcome"))
            // The task that served the pages ends although the socket is still open.
            try await server.finishedTasks.next()
            for text in ["one", "two"] {
                try await client.send(.text, text)
                #expect(try await client.readFrame().payload == ByteBuffer(string: text))
            }
            try await client.sendClose(CloseStatus(.normal))
            #expect(try await client.readClose() == CloseStatus(.normal))
            await client.readToEnd()
        }
    }

    @Test("leaves no task behind for a socket")
    func noTaskPerSocket() async throws {
        try await TestServer.run(admit: admitEcho(events)) { server in
            let client = try await TestClient.webSocket(to: server, path: "/signal")
            try await server.finishedTasks.next()
            #expect(try await client.readFrame().payload == ByteBuffer(string: "welcome"))
            try await client.send(.text, "still there")
            #expect(try await client.readFrame().payload == ByteBuffer(string: "still there"))
            try await client.close()
        }
    }

    @Test("trap 2: a connection that says nothing, or begins a head and does not end it, is closed")
    func headTimeout() async throws {
        let configuration = WebSocketServerConfiguration.forTests(headTimeout: .milliseconds(50))
        try await TestServer.run(configuration: configuration, admit: admitEcho(events)) { server in
            let silent = try await TestClient.connect(to: server)
            let slow = try await TestClient.connect(to: server)
            // On a busy machine, the server may close it before even this is sent.
            try? await slow.send("GET / HTTP/1.1\r\nHost:")
            await silent.readToEnd()
            await slow.readToEnd()
        }
    }

    @Test("a connection that is idle after a response is closed")
    func idleTimeout() async throws {
        let configuration = WebSocketServerConfiguration.forTests(idleTimeout: .milliseconds(50))
        try await TestServer.run(configuration: configuration, admit: admitEcho(events)) { server in
            let client = try await TestClient.connect(to: server)
            try await client.send("GET / HTTP/1.1\r\nHost: ferry.test\r\n\r\n")
            _ = try await client.readResponse()
            await client.readToEnd()
        }
    }

    @Test("a client that asks on and takes nothing of the responses is closed")
    func unreadResponses() async throws {
        let configuration = WebSocketServerConfiguration.forTests(idleTimeout: .milliseconds(50))
        try await TestServer.run(configuration: configuration, admit: admitEcho(events)) { server in
            let client = try await TestClient.connect(to: server, autoRead: false)
            // The page repeats its path, so that soon all buffers on the way are full.
            let request = "GET /\(String(repeating: "x", count: 4_000)) HTTP/1.1\r\nHost: ferry.test\r\n\r\n"
            await #expect(throws: (any Error).self) {
                while true { try await client.send(request) }
            }
        }
    }

    @Test("a client whose request does not end is closed, however often it sends another piece of it")
    func endlessRequest() async throws {
        let configuration = WebSocketServerConfiguration.forTests(idleTimeout: .milliseconds(50))
        try await TestServer.run(configuration: configuration, admit: admitEcho(events)) { server in
            let client = try await TestClient.connect(to: server)
            try await client.send("POST / HTTP/1.1\r\nHost: ferry.test\r\nContent-Length: \(1 << 40)\r\n\r\n")
            _ = try await client.readResponse()
            await #expect(throws: (any Error).self) {
                while true { try await client.send("x") }
            }
        }
    }

    @Test("trap 5: admission is asked on the connection's event loop, before anything is answered")
    func admissionOnLoop() async throws {
        let answers = Events<Bool>()
        let admit: @Sendable (UpgradeRequest) -> UpgradeDecision = { [events] _ in
            .session(subprotocol: nil) { socket in
                answers.send(socket.eventLoop.inEventLoop)
                return EchoSession(socket, events: events)
            }
        }
        try await TestServer.run(admit: admit) { server in
            let client = try await TestClient.webSocket(to: server, path: "/signal")
            #expect(try await answers.next())
            try await client.close()
        }
    }

    @Test(
        "trap 7: a refused handshake gets an HTTP answer and the end of the connection",
        arguments: [
            (UpgradeRefusal.forbidden("Not from there."), "HTTP/1.1 403 ", "Not from there.\n", "connection: close"),
            (.misdirected("Not here."), "HTTP/1.1 421 ", "Not here.\n", "connection: close"),
            (.tooManyRequests(retryAfterSeconds: 7, "Later."), "HTTP/1.1 429 ", "Later.\n", "retry-after: 7"),
        ] as [(UpgradeRefusal, String, String, String)]
    )
    func refusals(refusal: UpgradeRefusal, status: String, body: String, header: String) async throws {
        try await TestServer.run(admit: { _ in .refuse(refusal) }) { server in
            let client = try await TestClient.connect(to: server)
            try await client.send(TestClient.handshake(path: "/signal"))
            let response = try await client.readResponse()
            #expect(response.head.hasPrefix(status))
            #expect(response.head.lowercased().contains(header + "\r\n"))
            #expect(response.body == body)
            await client.readToEnd()
        }
    }

    @Test(
        "trap 7: what is not a WebSocket handshake is told what is wanted",
        arguments: [
            ("GET /signal HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 426 "),
            (TestClient.handshake(path: "/signal", version: "8"), "HTTP/1.1 426 "),
            (TestClient.handshake(path: "/signal", key: "tooshort"), "HTTP/1.1 400 "),
            (TestClient.handshake(path: "/signal", key: ""), "HTTP/1.1 400 "),
            (TestClient.handshake(path: "/signal", headers: ["Content-Length: 3"]) + "abc", "HTTP/1.1 400 "),
            (
                TestClient.handshake(path: "/signal").replacing("GET", with: "POST", maxReplacements: 1),
                "HTTP/1.1 400 "
            ),
            ("this is not HTTP\r\n\r\n", "HTTP/1.1 400 "),
        ]
    )
    func brokenHandshakes(request: String, status: String) async throws {
        try await TestServer.run(admit: admitEcho(events)) { server in
            let client = try await TestClient.connect(to: server)
            // The server may close the connection before all of it is sent.
            try? await client.send(request)
            let response = try await client.readResponse()
            #expect(response.head.hasPrefix(status))
            if status.contains("426") {
                #expect(response.head.contains("Upgrade: websocket\r\n"))
                #expect(response.head.contains("Sec-WebSocket-Version: 13\r\n"))
            }
            await client.readToEnd()
        }
    }

    @Test("trap 7: a refusal on a kept-alive connection is answered, too")
    func lateRefusal() async throws {
        try await TestServer.run(admit: { _ in .refuse(.forbidden("No.")) }) { server in
            let client = try await TestClient.connect(to: server)
            try await client.send("GET / HTTP/1.1\r\nHost: ferry.test\r\n\r\n")
            _ = try await client.readResponse()
            try await client.send(TestClient.handshake(path: "/signal"))
            #expect(try await client.readResponse().head.hasPrefix("HTTP/1.1 403 "))
            await client.readToEnd()
        }
    }

    @Test(
        "trap 7: an upgrade to something else is ignored and the request answered as plain HTTP",
        arguments: [
            "h2c", "websocket",
        ]
    )
    func otherUpgrades(name: String) async throws {
        try await TestServer.run(admit: admitEcho(events)) { server in
            let client = try await TestClient.connect(to: server)
            try await client.send(
                "GET /page HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: \(name)\r\n"
                    + "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n"
            )
            let response = try await client.readResponse()
            #expect(response.body == "page /page, upgrade none")
            #expect(response.head.lowercased().contains("connection: close\r\n"))
            await client.readToEnd()
        }
    }

    @Test("trap 8: clients that shut their side vanish, whatever they were doing")
    func halfClosedClients() async throws {
        try await TestServer.run(admit: admitEcho(events)) { server in
            for _ in 0..<20 {
                let socket = try await TestClient.webSocket(to: server, path: "/signal")
                try await socket.shutOutput()
                await socket.readToEnd()
                #expect(try await events.next() == .opened)
                #expect(try await events.next() == .closed(.connectionLost))
            }
            let silent = try await TestClient.connect(to: server)
            try await silent.shutOutput()
            await silent.readToEnd()
            let halfway = try await TestClient.connect(to: server)
            try await halfway.send("GET / HTT")
            try await halfway.shutOutput()
            await halfway.readToEnd()
        }
    }

    @Test("a request in one piece with the end of the client's side is still answered")
    func requestAndHalfClose() async throws {
        try await TestServer.run(admit: admitEcho(events)) { server in
            let client = try await TestClient.connect(to: server)
            try await client.send("GET / HTTP/1.1\r\nHost: ferry.test\r\n\r\n")
            try await client.shutOutput()
            #expect(try await client.readResponse().body == "page /, upgrade none")
            await client.readToEnd()
        }
    }

    @Test(
        "a client that has ended its side gets all of a large answer, however slowly it reads",
        arguments: [false, true]
    )
    func largeAnswerAfterHalfClose(isLast: Bool) async throws {
        try await TestServer.run(admit: admitEcho(events)) { server in
            let client = try await TestClient.connect(to: server, autoRead: false)
            let connection = isLast ? "Connection: close\r\n" : ""
            try await client.send("GET /large HTTP/1.1\r\nHost: ferry.test\r\n\(connection)\r\n")
            try await client.shutOutput()
            try await client.startReading()
            #expect(try await client.readResponse().body.utf8.count == TestServer.largePage)
            await client.readToEnd()
        }
    }

    @Test("a head larger than allowed is answered with 431")
    func largeHead() async throws {
        try await TestServer.run(admit: admitEcho(events)) { server in
            let client = try await TestClient.connect(to: server)
            // The server may close the connection before all of it is sent.
            try? await client.send("GET / HTTP/1.1\r\nX: \(String(repeating: "x", count: 100_000))\r\n\r\n")
            #expect(try await client.readHead().hasPrefix("HTTP/1.1 431 "))
            await client.readToEnd()
        }
    }
}
