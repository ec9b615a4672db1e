import NIOCore
import NetPrimitives
import Testing
import WebSocketFraming

@Suite("The message assembler")
struct MessageAssemblerTests {
    @Test("puts a fragmented text together although a ping stands between its parts")
    func fragmentsAndPing() {
        let pieces = [
            clientFrame(.text, "Hel", isFinal: false), clientFrame(.ping, "are you there"),
            clientFrame(.continuation, "", isFinal: false), clientFrame(.continuation, "lo"),
        ]
        let expected = Transcript(events: [
            .ping(ByteBuffer(string: "are you there")), .text(ByteBuffer(string: "Hello")),
        ])
        #expect(Transcript(of: pieces) == expected)
    }

    @Test("reads the frames of a server, too")
    func serverFrames() {
        let pieces = [ByteBuffer(bytes: [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F])]
        #expect(Transcript(of: pieces, sentBy: .server) == Transcript(events: [.text(ByteBuffer(string: "Hello"))]))
    }

    @Test("takes a character that is split between two fragments")
    func splitCharacter() {
        let euro = ByteBuffer(string: "€")
        let pieces = [
            clientFrame(.text, euro.getSlice(at: 0, length: 1) ?? euro, isFinal: false),
            clientFrame(.continuation, euro.getSlice(at: 1, length: 2) ?? euro),
        ]
        #expect(Transcript(of: pieces) == Transcript(events: [.text(euro)]))
    }

    @Test(
        "refuses what is not a message",
        arguments: [
            ([clientFrame(.continuation, "a")], .unexpectedContinuation),
            ([clientFrame(.text, "a", isFinal: false), clientFrame(.text, "b")], .unfinishedMessage),
            ([clientFrame(.text, ByteBuffer(bytes: [0xC3, 0x28]))], .invalidUTF8),
            ([clientFrame(.text, ByteBuffer(bytes: [0xED, 0xA0, 0x80]))], .invalidUTF8),
            ([clientFrame(.close, ByteBuffer(bytes: [3]))], .truncatedCloseStatus),
            ([clientFrame(.close, ByteBuffer(bytes: [0x03, 0xED]))], .invalidCloseCode(1005)),
            ([clientFrame(.close, ByteBuffer(bytes: [0x03, 0xE7]))], .invalidCloseCode(999)),
            ([clientFrame(.close, ByteBuffer(bytes: [0x13, 0x88]))], .invalidCloseCode(5000)),
            ([clientFrame(.close, ByteBuffer(bytes: [0x03, 0xE8, 0xFF]))], .invalidUTF8),
            ([clientFrame(.binary, ByteBuffer(repeating: 0, count: 101))], .messageTooBig),
            (
                [
                    clientFrame(.binary, ByteBuffer(repeating: 0, count: 60), isFinal: false),
                    clientFrame(.continuation, ByteBuffer(repeating: 0, count: 41)),
                ], .messageTooBig
            ),
            (
                [clientFrame(.text, "", isFinal: false)]
                    + [ByteBuffer](repeating: clientFrame(.continuation, "", isFinal: false), count: 4),
                .tooManyFragments
            ),
        ] as [([ByteBuffer], FramingError)]
    )
    func refused(pieces: [ByteBuffer], error: FramingError) {
        let limits = MessageLimits(maximumMessageSize: 100, maximumFragments: 4)
        #expect(Transcript(of: pieces, limits: limits) == Transcript(events: [], error: error))
    }

    @Test("takes a message of exactly the largest size")
    func largest() {
        let payload = ByteBuffer(repeating: 7, count: 100)
        let limits = MessageLimits(maximumMessageSize: 100, maximumFragments: 128)
        #expect(
            Transcript(of: [clientFrame(.binary, payload)], limits: limits) == Transcript(events: [.binary(payload)])
        )
    }

    @Test("hears nothing behind a close frame")
    func afterClose() {
        var close = ByteBuffer()
        close.writeCloseFrame(CloseStatus(.goingAway, "bye"), maskingKey: MaskingKey(1, 2, 3, 4))
        let pieces = [close, clientFrame(.text, "still here"), ByteBuffer(bytes: [0xFF, 0xFF])]
        #expect(Transcript(of: pieces) == Transcript(events: [.close(CloseStatus(.goingAway, "bye"))]))
        #expect(Transcript(of: [clientFrame(.close)]) == Transcript(events: [.close(nil)]))
    }

    @Test("hears nothing behind an error")
    func afterError() throws {
        var assembler = MessageAssembler()
        var bad = ByteBuffer(bytes: [0xFF])
        #expect(throws: FramingError.reservedBits) { try assembler.next(from: &bad) }
        var good = clientFrame(.text, "hello")
        #expect(try assembler.next(from: &good) == nil)
        #expect(good.readableBytes == 0)
    }

    @Test("says the same whatever the pieces the bytes come in")
    func splits() {
        var random = SeededRandom(seed: 4)
        for round in 0..<300 {
            var stream = ByteBuffer()
            var expected: [MessageAssembler.Event] = []
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let payload = ByteBuffer.random(count: Int.random(in: 0...400, using: &random), using: &random)
                var parts = payload.split(maximumPiece: 150, using: &random)
                if parts.isEmpty { parts = [ByteBuffer()] }
                for (index, part) in parts.enumerated() {
                    let frame = clientFrame(
                        index == 0 ? .binary : .continuation,
                        part,
                        isFinal: index == parts.count - 1,
                        key: .random(using: &random)
                    )
                    stream.writeImmutableBuffer(frame)
                    if Bool.random(using: &random), index < parts.count - 1 {
                        stream.writeImmutableBuffer(clientFrame(.ping, "\(index)"))
                        expected.append(.ping(ByteBuffer(string: "\(index)")))
                    }
                }
                expected.append(.binary(payload))
            }
            // Every third stream ends with an error.
            let error: FramingError? = round % 3 == 0 ? .reservedOpcode(5) : nil
            if error != nil { stream.writeInteger(UInt8(0x85)) }
            for maximumPiece in [1, 3, 50, 10_000] {
                let pieces = stream.split(maximumPiece: maximumPiece, using: &random)
                #expect(Transcript(of: pieces) == Transcript(events: expected, error: error))
            }
        }
    }

    @Test("survives random bytes, and never says more than it was told")
    func fuzz() {
        var random = SeededRandom(seed: 5)
        for _ in 0..<20_000 {
            var stream = ByteBuffer.random(count: Int.random(in: 1...60, using: &random), using: &random)
            // Half of the streams pass the first checks.
            if Bool.random(using: &random) {
                stream.setInteger(
                    UInt8([0x01, 0x02, 0x81, 0x82, 0x88, 0x89].randomElement(using: &random) ?? 1),
                    at: 0
                )
                stream.setInteger(UInt8.random(in: 0x80...0xFF, using: &random), at: min(1, stream.readableBytes - 1))
            }
            let transcript = Transcript(of: stream.split(maximumPiece: 20, using: &random))
            let said = transcript.events.reduce(0) { sum, event in
                switch event {
                case .text(let payload), .binary(let payload), .ping(let payload), .pong(let payload):
                    sum + payload.readableBytes
                case .close(let status): sum + (status?.reason.utf8.count ?? 0)
                }
            }
            #expect(said <= stream.readableBytes)
        }
    }

    @Test("does not make room for a length that is only announced")
    func announcedLength() throws {
        var assembler = MessageAssembler(limits: .init(maximumMessageSize: 1 << 40, maximumFragments: 1))
        var bytes = ByteBuffer()
        bytes.writeFrameHeader(
            FrameHeader(opcode: .binary, maskingKey: MaskingKey(1, 2, 3, 4), payloadLength: 1 << 40)
        )
        bytes.writeBytes([1, 2, 3])
        // A trap would end the process here.
        #expect(try assembler.next(from: &bytes) == nil)
    }
}

@Suite("Close statuses")
struct CloseStatusTests {
    @Test("cut a reason that is too long where a character ends")
    func longReason() {
        let reason = CloseStatus(.normal, String(repeating: "€", count: 100)).reason
        #expect(reason == String(repeating: "€", count: 41))
        #expect(reason.utf8.count == CloseStatus.maximumReasonLength)
    }

    @Test("know the codes that may be sent")
    func codes() {
        let sendable = (0...UInt16.max).filter { CloseCode(rawValue: $0).isSendable }
        #expect(sendable == [1000, 1001, 1002, 1003] + Array(1007...1014) + Array(3000...4999))
    }
}
