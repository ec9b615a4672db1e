import NIOCore
import Synchronization
import Testing
import WebSocketFraming
import WebSocketServer

@Suite("The relay", .serialized, .timeLimit(.minutes(5)))
struct RelayTests {
    @Test(
        "carries messages of all sizes, byte for byte, both ways at once, on one event loop and on two",
        arguments: [
            1, 2,
        ]
    )
    func bothWays(threads: Int) async throws {
        let pairing = Pairing()
        try await TestServer.run(threads: threads, admit: pairing.admit) { server in
            let (first, second) = try await pairing.join(on: server)
            let sizes = [0, 1, 125, 126, 4096, 65_535, 65_536, 700_000, 2]
            let messages = sizes.enumerated().map { index, size in
                ByteBuffer(bytes: (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ index) })
            }
            let total = sizes.reduce(0, +)
            nonisolated(unsafe) let (left, right) = (first, second)
            async let fromLeft: Void = sendFragmented(messages, from: left)
            async let fromRight: Void = sendFragmented(messages.reversed(), from: right)
            var received: [ByteBuffer] = []
            try await second.readMessages(bytes: total) { received.append($0) }
            #expect(received == messages)
            received = []
            try await first.readMessages(bytes: total) { received.append($0) }
            #expect(received == Array(messages.reversed().dropLast()))
            _ = try await (fromLeft, fromRight)
            try await first.close()
            try await second.close()
        }
    }

    /// Sends each message in up to three fragments, with a ping between them.
    private func sendFragmented(_ messages: [ByteBuffer], from client: sending TestClient) async throws {
        for message in messages {
            var rest = message
            var opcode = Opcode.binary
            for _ in 0..<2 where rest.readableBytes > 10 {
                if let part = rest.readSlice(length: rest.readableBytes / 3) {
                    try await client.send(opcode, part, isFinal: false)
                    opcode = .continuation
                }
            }
            try await client.send(opcode, rest)
        }
    }

    @Test("stops reading the sender while the receiver does not read, and loses nothing", arguments: [1, 2])
    func stoppedReceiver(threads: Int) async throws {
        let pairing = Pairing()
        let limits = RelayLimits(window: 256 * 1024)
        try await TestServer.run(threads: threads, admit: pairing.admit) { server in
            let (first, second) = try await pairing.join(on: server, limits: limits)
            try await second.channel.setOption(.autoRead, value: false).get()
            let message = ByteBuffer(repeating: 42, count: 1 << 20)
            let count = 32
            nonisolated(unsafe) let sender = first
            async let sent: Void = {
                for _ in 0..<count { try await sender.send(.binary, message) }
            }()
            // The kernel's buffers fill first, then the leg must pause; meanwhile its memory stays bounded.
            let leg = try #require(pairing.joinedLegs.withLock { $0.first })
            var flow = try await leg.flow().get()
            while !(flow.isPaused && flow.outstanding >= limits.window) {
                #expect(flow.outstanding <= limits.window + 300_000)
                await Task.yield()
                flow = try await leg.flow().get()
            }
            #expect(flow.outstanding <= limits.window + 300_000)
            #expect(pairing.bytes.load(ordering: .relaxed) < count << 20)
            try await second.startReading()
            var received = 0
            try await second.readMessages(bytes: count << 20) { received += $0 == message ? 1 : 0 }
            #expect(received == count)
            try await sent
            try await first.close()
            try await second.close()
        }
    }

    @Test("passes a close on with its status, after everything sent before")
    func closePassedOn() async throws {
        let pairing = Pairing()
        try await TestServer.run(admit: pairing.admit) { server in
            let (first, second) = try await pairing.join(on: server)
            let status = CloseStatus(CloseCode(rawValue: 4200), "done")
            try await first.send(.binary, "last")
            try await first.sendClose(status)
            #expect(try await first.readClose() == status)
            await first.readToEnd()
            #expect(try await second.readFrame().payload == ByteBuffer(string: "last"))
            #expect(try await second.readClose() == status)
            try await second.sendClose(status)
            await second.readToEnd()
            #expect(try await pairing.ends.next() == .closed(status))
        }
    }

    @Test("tells the other side with 4010 when one vanishes", arguments: [1, 2])
    func vanishing(threads: Int) async throws {
        let pairing = Pairing()
        try await TestServer.run(threads: threads, admit: pairing.admit) { server in
            let (first, second) = try await pairing.join(on: server)
            try await first.close()
            #expect(try await second.readClose() == CloseStatus(.partnerLost))
            try await second.sendClose(CloseStatus(.partnerLost))
            await second.readToEnd()
            #expect(try await pairing.ends.next() == .connectionLost)
        }
    }

    @Test("a leg that vanished before it was joined ends the other one")
    func vanishedBeforeJoining() async throws {
        let pairing = Pairing()
        try await TestServer.run(admit: pairing.admit) { server in
            let first = try await TestClient.webSocket(to: server, path: "/relay")
            let firstLeg = try await pairing.legs.next()
            try await first.close()
            try await firstLeg.closed.get()
            for order in [true, false] {
                let second = try await TestClient.webSocket(to: server, path: "/relay")
                let secondLeg = try await pairing.legs.next()
                RelayLeg.join(order ? firstLeg : secondLeg, order ? secondLeg : firstLeg, observer: pairing)
                var frame = try await second.readFrame()
                if frame.header.opcode == .binary { frame = try await second.readFrame() }
                #expect(frame.header.opcode == .close)
                #expect(try CloseStatus.parse(frame.payload) == CloseStatus(.partnerLost))
                #expect(try await pairing.ends.next() == .connectionLost)
                try await second.close()
            }
        }
    }

    @Test("what a leg sends before its partner comes is passed on when it has come")
    func earlyBytes() async throws {
        let pairing = Pairing()
        try await TestServer.run(admit: pairing.admit) { server in
            let first = try await TestClient.connect(to: server)
            var bytes = ByteBuffer(string: TestClient.handshake(path: "/relay"))
            bytes.writeImmutableBuffer(TestClient.frame(.binary, ByteBuffer(string: "early")))
            try await first.send(bytes)
            _ = try await first.readHead()
            try await first.send(.binary, "later")
            let firstLeg = try await pairing.legs.next()
            let second = try await TestClient.webSocket(to: server, path: "/relay")
            RelayLeg.join(firstLeg, try await pairing.legs.next())
            #expect(try await second.readFrame().payload.readableBytes == 0)
            #expect(try await second.readFrame().payload == ByteBuffer(string: "early"))
            #expect(try await second.readFrame().payload == ByteBuffer(string: "later"))
            try await first.close()
            try await second.close()
        }
    }

    @Test("closes a leg whose partner does not come with 4013")
    func partnerMissing() async throws {
        let pairing = Pairing()
        let configuration = WebSocketServerConfiguration.forTests(partnerTimeout: .milliseconds(30))
        try await TestServer.run(configuration: configuration, admit: pairing.admit) { server in
            let client = try await TestClient.webSocket(to: server, path: "/relay")
            #expect(try await client.readClose() == CloseStatus(.partnerMissing))
            try await client.sendClose(nil)
            await client.readToEnd()
        }
    }

    @Test("ends both legs when the bytes or the time of the pairing are used up")
    func limits() async throws {
        for (limits, code, end) in [
            (RelayLimits(maximumBytes: 1000), CloseCode.byteLimit, RelayEnd.byteLimit),
            (RelayLimits(lifetime: .milliseconds(20)), .timeLimit, .timeLimit),
        ] {
            let pairing = Pairing()
            try await TestServer.run(admit: pairing.admit) { server in
                let (first, second) = try await pairing.join(on: server, limits: limits)
                if limits.maximumBytes != nil {
                    try await first.send(.binary, ByteBuffer(repeating: 1, count: 600))
                    #expect(try await second.readFrame().payload.readableBytes == 600)
                    try await second.send(.binary, ByteBuffer(repeating: 1, count: 600))
                }
                for client in [first, second] {
                    #expect(try await client.readClose() == CloseStatus(code))
                    try await client.close()
                }
                #expect(try await pairing.ends.next() == end)
            }
        }
    }

    @Test("gives up a client that neither reads nor answers, and not the one that waits for it")
    func silentReceiver() async throws {
        let pairing = Pairing()
        let configuration = WebSocketServerConfiguration.forTests(
            keepAlive: KeepAliveLimits(pingInterval: .milliseconds(300), silenceLimit: .seconds(2))
        )
        try await TestServer.run(configuration: configuration, admit: pairing.admit) { server in
            let (first, second) = try await pairing.join(on: server)
            try await second.channel.setOption(.autoRead, value: false).get()
            nonisolated(unsafe) let sender = first
            async let sending: Void = {
                for _ in 0..<64 { try await sender.send(.binary, ByteBuffer(repeating: 1, count: 1 << 20)) }
            }()
            var frame = try await first.readFrame()
            while frame.header.opcode == .ping { frame = try await first.readFrame() }
            #expect(frame.header.opcode == .close)
            #expect(try CloseStatus.parse(frame.payload) == CloseStatus(.partnerLost))
            #expect(try await pairing.ends.next() == .silent)
            try? await sending
            try await first.close()
            try await second.close()
        }
    }

    @Test("shutdown ends legs that wait and legs that are joined, with 1001")
    func shutdown() async throws {
        let pairing = Pairing()
        let configuration = WebSocketServerConfiguration.forTests(closeTimeout: .milliseconds(100))
        try await TestServer.run(configuration: configuration, admit: pairing.admit) { server in
            let (first, second) = try await pairing.join(on: server)
            let waiting = try await TestClient.webSocket(to: server, path: "/relay")
            async let stopped: Void = server.shutDown()
            for client in [first, second, waiting] {
                #expect(try await client.readClose() == CloseStatus(.goingAway))
            }
            try? await first.sendClose(CloseStatus(.goingAway))
            for client in [first, second, waiting] { await client.readToEnd() }
            try await stopped
            #expect(try await pairing.ends.next() == .shutdown)
        }
    }

    @Test("can be closed by the application, both legs with the same status")
    func closedByServer() async throws {
        let pairing = Pairing()
        try await TestServer.run(admit: pairing.admit) { server in
            let (first, second) = try await pairing.join(on: server)
            let leg = try #require(pairing.joinedLegs.withLock { $0.last })
            leg.close(.policyViolation, "no more")
            for client in [first, second] {
                #expect(try await client.readClose() == CloseStatus(.policyViolation, "no more"))
                try await client.close()
            }
            #expect(try await pairing.ends.next() == .closedByServer(CloseStatus(.policyViolation, "no more")))
        }
    }
}
