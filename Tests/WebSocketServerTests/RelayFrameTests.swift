import NIOCore
import Testing
import WebSocketFraming
import WebSocketServer

@Suite("What the relay takes from a client", .serialized, .timeLimit(.minutes(5)))
struct RelayFrameTests {
    @Test("trap 6: a frame is passed on while it comes, and pings are answered between its pieces")
    func largeFrame() async throws {
        let pairing = Pairing()
        try await TestServer.run(admit: pairing.admit) { server in
            let (first, second) = try await pairing.join(on: server)
            try await first.send(announced(MessageLimits.relay.maximumMessageSize))
            let frame = try await second.readFrame()
            #expect(frame.header == FrameHeader(isFinal: false, opcode: .binary, payloadLength: 13))
            #expect(frame.payload == ByteBuffer(string: "the beginning"))
            try await second.send(.ping, "still there?")
            #expect(
                try await second.readFrame().payload == ByteBuffer(string: "still there?"),
                "answered although the message it stands in has not ended"
            )
            // Cut off in the middle of a frame, the other side still gets the close code.
            try await first.close()
            #expect(try await second.readClose() == CloseStatus(.partnerLost))
            try await second.close()
        }
    }

    /// Messages that a browser would have to buffer, since it delivers only whole ones.
    enum Unending: CaseIterable {
        case huge, tooLarge, largeFragments, emptyFragments

        var error: FramingError {
            self == .emptyFragments ? .tooManyFragments : .messageTooBig
        }

        var frames: [ByteBuffer] {
            let large = ByteBuffer(repeating: 1, count: 600_000)
            let empty = TestClient.frame(.continuation, ByteBuffer(), isFinal: false)
            return switch self {
            case .huge: [announced(1 << 62)]
            case .tooLarge: [announced(MessageLimits.relay.maximumMessageSize + 1)]
            case .largeFragments: [Opcode.binary, .continuation].map { TestClient.frame($0, large, isFinal: false) }
            case .emptyFragments:
                [TestClient.frame(.binary, ByteBuffer(string: "x"), isFinal: false)]
                    + [ByteBuffer](repeating: empty, count: MessageLimits.relay.maximumFragments)
            }
        }
    }

    @Test(
        "refuses what no browser may be given to keep, and tells the other side that its partner is lost",
        arguments: Unending.allCases
    )
    func beyondLimits(kind: Unending) async throws {
        let pairing = Pairing()
        try await TestServer.run(admit: pairing.admit) { server in
            let (first, second) = try await pairing.join(on: server)
            var bytes = ByteBuffer()
            for frame in kind.frames { bytes.writeImmutableBuffer(frame) }
            try await first.send(bytes)
            #expect(try await first.readClose()?.code == kind.error.closeCode)
            await first.readToEnd()
            var frame = try await second.readFrame()
            var received = 0
            while frame.header.opcode != .close {
                #expect(!frame.header.isFinal)
                received += frame.payload.readableBytes
                frame = try await second.readFrame()
            }
            #expect(received <= MessageLimits.relay.maximumMessageSize)
            #expect(try CloseStatus.parse(frame.payload) == CloseStatus(.partnerLost))
            #expect(try await pairing.ends.next() == .clientError(kind.error))
            try await second.close()
        }
    }

    @Test("answers pings that come together once, and a flood of them neither without end nor from memory")
    func pingFlood() async throws {
        let pairing = Pairing()
        try await TestServer.run(admit: pairing.admit) { server in
            let (first, second) = try await pairing.join(on: server)
            var flood = ByteBuffer()
            let count = 10_000
            for number in 1...count {
                flood.writeImmutableBuffer(TestClient.frame(.ping, ByteBuffer(string: "\(number)")))
            }
            try await first.send(flood)
            var pongs = 0
            var last = 0
            while last < count {
                let frame = try await first.readFrame()
                #expect(frame.header.opcode == .pong)
                let number = try #require(Int(String(buffer: frame.payload)))
                #expect(number > last)
                last = number
                pongs += 1
            }
            #expect(pongs <= count / 10, "as many as there were pieces to read")
            // The relay goes on.
            try await first.send(.binary, "after it")
            #expect(try await second.readFrame().payload == ByteBuffer(string: "after it"))
            try await first.close()
            try await second.close()
        }
    }

    @Test("refuses text with 1003 and tells the other side that its partner is lost")
    func text() async throws {
        let pairing = Pairing()
        try await TestServer.run(admit: pairing.admit) { server in
            let (first, second) = try await pairing.join(on: server)
            try await first.send(.text, "hello")
            #expect(try await first.readClose()?.code == .unsupportedData)
            await first.readToEnd()
            #expect(try await second.readClose() == CloseStatus(.partnerLost))
            #expect(try await pairing.ends.next() == .clientError(.textNotTaken))
            try await second.close()
        }
    }
}

/// The header of a frame of `length` bytes, and the first of them.
private func announced(_ length: Int) -> ByteBuffer {
    var bytes = ByteBuffer()
    bytes.writeFrameHeader(FrameHeader(opcode: .binary, maskingKey: MaskingKey(0, 0, 0, 0), payloadLength: length))
    bytes.writeString("the beginning")
    return bytes
}
