import NIOCore
import Testing
import WebSocketFraming
import WebSocketServer

@Suite("A session's socket", .serialized, .timeLimit(.minutes(5)))
struct SessionTests {
    private let events = Events<SessionEvent>()

    /// The client's socket of an echo session that has sent its welcome.
    private func open(_ server: TestServer, autoRead: Bool = true) async throws -> TestClient {
        let client = try await TestClient.webSocket(to: server, path: "/signal")
        #expect(try await client.readFrame().payload == ByteBuffer(string: "welcome"))
        #expect(try await events.next() == .opened)
        if !autoRead { try await client.channel.setOption(.autoRead, value: false).get() }
        return client
    }

    @Test("hands over messages, whole, and sends those of the session")
    func messages() async throws {
        try await TestServer.run(admit: admitEcho(events)) { server in
            let client = try await open(server)
            try await client.send(.text, ByteBuffer(string: "Grü"), isFinal: false)
            try await client.send(.continuation, ByteBuffer(string: "ße"))
            #expect(try await events.next() == .text("Grüße"))
            #expect(try await client.readFrame().payload == ByteBuffer(string: "Grüße"))
            let bytes = ByteBuffer(repeating: 9, count: 65_536)
            try await client.send(.binary, bytes)
            #expect(try await events.next() == .binary(bytes))
            let frame = try await client.readFrame()
            #expect(frame.header.opcode == .binary)
            #expect(frame.payload == bytes)
            try await client.close()
        }
    }

    @Test("answers pings, closes when it is asked to, and tells the session once")
    func pingAndClose() async throws {
        try await TestServer.run(admit: admitEcho(events)) { server in
            let client = try await open(server)
            try await client.send(.ping, "1")
            #expect(try await client.readFrame().header.opcode == .pong)
            try await client.sendClose(CloseStatus(.goingAway, "left the page"))
            #expect(try await client.readClose() == CloseStatus(.goingAway, "left the page"))
            #expect(try await events.next() == .closed(.byClient(CloseStatus(.goingAway, "left the page"))))
            await client.readToEnd()
        }
    }

    @Test("answers a flood of pings neither without end nor from memory, and goes on")
    func pingFlood() async throws {
        try await TestServer.run(admit: admitEcho(events)) { server in
            let client = try await open(server)
            var flood = ByteBuffer()
            let count = 10_000
            for number in 1...count {
                flood.writeImmutableBuffer(TestClient.frame(.ping, ByteBuffer(string: "\(number)")))
            }
            try await client.send(flood)
            var pongs = 0
            var last = 0
            while last < count {
                let frame = try await client.readFrame()
                #expect(frame.header.opcode == .pong)
                last = try #require(Int(String(buffer: frame.payload)))
                pongs += 1
            }
            #expect(pongs <= count / 10, "as many as there were pieces to read")
            try await client.send(.text, "hello")
            #expect(try await client.readFrame().payload == ByteBuffer(string: "hello"))
            try await client.close()
        }
    }

    @Test(
        "is closed with the code that tells what was wrong",
        arguments: [
            (ByteBuffer(bytes: [0x81, 0x01, 0x61]), FramingError.unmaskedFrame, 1002),
            (ByteBuffer(bytes: [0xC1, 0x80]), .reservedBits, 1002),
            (ByteBuffer(bytes: [0x83, 0x80]), .reservedOpcode(3), 1002),
            (TestClient.frame(.text, ByteBuffer(bytes: [0xFF])), .invalidUTF8, 1007),
            (ByteBuffer(bytes: [0x81, 0xFF, 0, 0, 0, 0, 0, 1, 0, 1]), .messageTooBig, 1009),
        ] as [(ByteBuffer, FramingError, UInt16)]
    )
    func clientErrors(bytes: ByteBuffer, error: FramingError, code: UInt16) async throws {
        try await TestServer.run(admit: admitEcho(events)) { server in
            let client = try await open(server)
            try await client.send(bytes)
            #expect(try await client.readClose()?.code == CloseCode(rawValue: code))
            #expect(try await events.next() == .closed(.clientError(error)))
            await client.readToEnd()
        }
    }

    @Test("trap 3: an unmasked frame ends the connection with 1002")
    func unmasked() async throws {
        try await clientErrors(bytes: ByteBuffer(bytes: [0x89, 0x00]), error: .unmaskedFrame, code: 1002)
    }

    @Test("closes at the session's wish, after what was sent before, and from any thread")
    func closeBySession() async throws {
        let sockets = Events<WebSocket>()
        let admit: @Sendable (UpgradeRequest) -> UpgradeDecision = { [events] _ in
            .session(subprotocol: nil) { socket in
                sockets.send(socket)
                return EchoSession(socket, events: events)
            }
        }
        try await TestServer.run(admit: admit) { server in
            let client = try await open(server)
            let socket = try await sockets.next()
            socket.send(text: "last words")
            socket.close(CloseCode(rawValue: 4001), "connected elsewhere")
            socket.send(text: "too late")
            #expect(try await client.readFrame().payload == ByteBuffer(string: "last words"))
            let status = CloseStatus(CloseCode(rawValue: 4001), "connected elsewhere")
            #expect(try await client.readClose() == status)
            #expect(try await events.next() == .closed(.bySession(status)))
            // Messages before the client's close frame are still read, but not delivered.
            try await client.send(.text, "wait")
            try await client.sendClose(status)
            await client.readToEnd()
        }
    }

    @Test("is cut when the client does not answer the close frame")
    func closeWithoutAnswer() async throws {
        let sockets = Events<WebSocket>()
        let admit: @Sendable (UpgradeRequest) -> UpgradeDecision = { [events] _ in
            .session(subprotocol: nil) { socket in
                sockets.send(socket)
                return EchoSession(socket, events: events)
            }
        }
        let configuration = WebSocketServerConfiguration.forTests(closeTimeout: .milliseconds(30))
        try await TestServer.run(configuration: configuration, admit: admit) { server in
            let client = try await open(server)
            try await sockets.next().close(.normal)
            await client.readToEnd()
        }
    }

    @Test("is closed when the client does not read what it is sent")
    func backlog() async throws {
        let admit: @Sendable (UpgradeRequest) -> UpgradeDecision = { [events] _ in
            .session(subprotocol: nil) { FloodSession($0, events: events) }
        }
        let configuration = WebSocketServerConfiguration.forTests(
            closeTimeout: .milliseconds(30),
            session: SessionLimits(maximumBacklog: 300_000)
        )
        try await TestServer.run(configuration: configuration, admit: admit) { server in
            let client = try await TestClient.webSocket(to: server, path: "/signal", autoRead: false)
            try await client.send(.text, "flood")
            #expect(try await events.next() == .closed(.backlogFull))
            try await client.startReading()
            await client.readToEnd()
        }
    }

    @Test("is pinged when it is silent, and given up when no answer comes")
    func keepAlive() async throws {
        let configuration = WebSocketServerConfiguration.forTests(
            keepAlive: KeepAliveLimits(pingInterval: .milliseconds(20), silenceLimit: .milliseconds(200))
        )
        try await TestServer.run(configuration: configuration, admit: admitEcho(events)) { server in
            let client = try await open(server)
            #expect(try await client.readFrame().header.opcode == .ping)
            await client.readToEnd()
            #expect(try await events.next() == .closed(.silent))
        }
    }

    @Test("trap 4: shutdown closes sessions with 1001 and does not wait for clients that ignore it")
    func shutdown() async throws {
        let configuration = WebSocketServerConfiguration.forTests(closeTimeout: .milliseconds(100))
        try await TestServer.run(configuration: configuration, admit: admitEcho(events)) { server in
            let polite = try await open(server)
            let late = try await TestClient.connect(to: server)
            try await late.send("GET / HTTP/1.1\r\nHost: ferry.test\r\n\r\n")
            _ = try await late.readResponse()
            try await late.send(TestClient.handshake(path: "/signal"))
            _ = try await late.readHead()
            #expect(try await late.readFrame().payload == ByteBuffer(string: "welcome"))
            #expect(try await events.next() == .opened)
            let silent = try await TestClient.connect(to: server)
            let halfway = try await TestClient.connect(to: server)
            try await halfway.send("GET / HTT")
            let keptAlive = try await TestClient.connect(to: server)
            try await keptAlive.send("GET / HTTP/1.1\r\nHost: ferry.test\r\n\r\n")
            _ = try await keptAlive.readResponse()

            async let stopped: Void = server.shutDown()
            #expect(try await polite.readClose() == CloseStatus(.goingAway))
            // On a busy machine, it may be closed before it can answer.
            try? await polite.sendClose(CloseStatus(.goingAway))
            #expect(try await late.readClose() == CloseStatus(.goingAway))
            for client in [silent, halfway, keptAlive, polite, late] { await client.readToEnd() }
            try await stopped
            #expect(try await events.next() == .closed(.shutdown))
            #expect(try await events.next() == .closed(.shutdown))
        }
    }
}

/// A session that sends endlessly once it is asked to.
private final class FloodSession: WebSocketSession {
    private let socket: WebSocket
    private let events: Events<SessionEvent>
    private var isClosed = false

    init(_ socket: WebSocket, events: Events<SessionEvent>) {
        self.socket = socket
        self.events = events
    }

    func opened() {}

    func received(text: ByteBuffer) { sendMore() }

    func received(binary: ByteBuffer) {}

    private func sendMore() {
        guard !isClosed else { return }
        socket.send(binary: ByteBuffer(repeating: 0, count: 50_000))
        socket.eventLoop.assumeIsolated().execute { self.sendMore() }
    }

    func closed(_ end: WebSocketEnd) {
        isClosed = true
        events.send(.closed(end))
    }
}
