import NIOCore
import NetPrimitives
import Testing
import WebSocketFraming

/// The output of a forwarder for a client's bytes.
private struct Passage {
    var output = ByteBuffer()
    var events: [FrameForwarder.Event] = []
    var error: FramingError?
    /// Whether the output ended with a whole frame after each piece.
    var wasAlwaysWhole = true

    init(of pieces: [ByteBuffer], limits: MessageLimits = .relay) {
        var forwarder = FrameForwarder(limits: limits)
        for piece in pieces {
            var piece = piece
            var written = ByteBuffer()
            do throws(FramingError) {
                while let event = try forwarder.next(from: &piece, into: &written) { events.append(event) }
            } catch {
                self.error = error
            }
            wasAlwaysWhole = wasAlwaysWhole && written.isWholeFrames
            output.writeBuffer(&written)
        }
    }

    /// The payload of all frames of the output, of complete messages or not.
    var payloadBytes: Int {
        var rest = output
        var sum = 0
        while let header = try? FrameHeader.read(from: &rest, sentBy: .server, maximumPayload: .max) {
            sum += header.payloadLength
            rest.moveReaderIndex(forwardBy: header.payloadLength)
        }
        return sum
    }

    /// The messages a client reads from the output.
    var messages: [ByteBuffer] {
        Transcript(of: [output], sentBy: .server, limits: .init(maximumMessageSize: .max, maximumFragments: .max))
            .events.compactMap { if case .binary(let payload) = $0 { payload } else { nil } }
    }
}

extension ByteBuffer {
    fileprivate var isWholeFrames: Bool {
        var rest = self
        while rest.readableBytes > 0 {
            guard
                let header = try? FrameHeader.read(from: &rest, sentBy: .server, maximumPayload: .max),
                rest.readSlice(length: header.payloadLength) != nil
            else { return false }
        }
        return true
    }
}

@Suite("The frame forwarder")
struct FrameForwarderTests {
    @Test("passes a frame that arrived whole on as one frame, unmasked")
    func wholeFrame() {
        let passage = Passage(of: [clientFrame(.binary, "Hello")])
        #expect(passage.output == ByteBuffer(bytes: [0x82, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]))
    }

    @Test("passes each piece on as it comes, as a fragment")
    func pieces() throws {
        let frame = clientFrame(.binary, "Hello")
        let pieces = try [(0, 6), (6, 2), (8, 3)].map { try #require(frame.getSlice(at: $0, length: $1)) }
        let passage = Passage(of: pieces)
        #expect(passage.output == ByteBuffer(bytes: [0x02, 2, 0x48, 0x65, 0x80, 3, 0x6C, 0x6C, 0x6F]))
    }

    @Test("keeps empty messages, and drops empty fragments that end nothing")
    func emptyFrames() {
        #expect(Passage(of: [clientFrame(.binary)]).output == ByteBuffer(bytes: [0x82, 0]))
        let fragments = [
            clientFrame(.binary, "", isFinal: false), clientFrame(.continuation, "", isFinal: false),
            clientFrame(.continuation, "a", isFinal: false), clientFrame(.continuation, ""),
        ]
        #expect(Passage(of: fragments).output == ByteBuffer(bytes: [0x02, 1, 0x61, 0x80, 0]))
    }

    @Test("hands pings, pongs and the close to its owner and passes none of them on")
    func controlFrames() {
        var close = ByteBuffer()
        close.writeCloseFrame(CloseStatus(.normal, "done"), maskingKey: MaskingKey(9, 8, 7, 6))
        let passage = Passage(of: [
            clientFrame(.binary, "a", isFinal: false), clientFrame(.ping, "1"), clientFrame(.continuation, "b"),
            clientFrame(.pong, "2"), close, clientFrame(.binary, "too late"),
        ])
        #expect(
            passage.events == [
                .ping(ByteBuffer(string: "1")), .pong(ByteBuffer(string: "2")), .close(CloseStatus(.normal, "done")),
            ]
        )
        #expect(passage.messages == [ByteBuffer(string: "ab")])
    }

    @Test(
        "refuses text and broken messages",
        arguments: [
            ([clientFrame(.text, "a")], .textNotTaken), ([clientFrame(.continuation, "a")], .unexpectedContinuation),
            ([clientFrame(.binary, "a", isFinal: false), clientFrame(.binary, "b")], .unfinishedMessage),
            ([ByteBuffer(bytes: [0x82, 0x01])], .unmaskedFrame),
            ([ByteBuffer(bytes: [0xC2])], .reservedBits),
        ] as [([ByteBuffer], FramingError)]
    )
    func refused(pieces: [ByteBuffer], error: FramingError) {
        let passage = Passage(of: pieces)
        #expect(passage.error == error)
        #expect(passage.output.isWholeFrames)
    }

    @Test("changes no message, whatever the pieces, and always leaves whole frames")
    func splits() {
        var random = SeededRandom(seed: 6)
        for _ in 0..<40 {
            var stream = ByteBuffer()
            var messages: [ByteBuffer] = []
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let message = ByteBuffer.random(count: Int.random(in: 0...700, using: &random), using: &random)
                messages.append(message)
                var parts = message.split(maximumPiece: 300, using: &random)
                if parts.isEmpty { parts = [ByteBuffer()] }
                for (index, part) in parts.enumerated() {
                    stream.writeImmutableBuffer(
                        clientFrame(
                            index == 0 ? .binary : .continuation,
                            part,
                            isFinal: index == parts.count - 1,
                            key: .random(using: &random)
                        )
                    )
                }
            }
            for maximumPiece in [1, 7, 300, 100_000] {
                let passage = Passage(of: stream.split(maximumPiece: maximumPiece, using: &random))
                #expect(passage.error == nil)
                #expect(passage.messages == messages)
                #expect(passage.wasAlwaysWhole)
            }
        }
    }

    @Test("survives random bytes and leaves whole frames")
    func fuzz() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<20_000 {
            var stream = ByteBuffer.random(count: Int.random(in: 2...60, using: &random), using: &random)
            if Bool.random(using: &random) {
                stream.setInteger(UInt8([0x02, 0x82, 0x88, 0x89].randomElement(using: &random) ?? 2), at: 0)
                stream.setInteger(UInt8.random(in: 0x80...0xFF, using: &random), at: 1)
            }
            let passage = Passage(of: stream.split(maximumPiece: 20, using: &random))
            #expect(passage.wasAlwaysWhole)
        }
    }

    @Test("passes the longest message of the protocol on piece by piece, and again after it")
    func longestMessage() throws {
        let longest = MessageLimits.relay.maximumMessageSize
        #expect(longest == 1_048_609)
        let message = ByteBuffer(repeating: 7, count: longest)
        var random = SeededRandom(seed: 8)
        let fragments = message.split(maximumPiece: 65_536, using: &random)
        let frames = fragments.enumerated().map { index, part in
            clientFrame(index == 0 ? .binary : .continuation, part, isFinal: index == fragments.count - 1)
        }
        let passage = Passage(of: [clientFrame(.binary, message)] + frames + frames)
        #expect(passage.error == nil)
        #expect(passage.messages == [message, message, message])
    }

    @Test(
        "refuses a message of more bytes or frames than there may be, and passes on nothing beyond",
        arguments: [
            ([clientFrame(.binary, ByteBuffer(repeating: 1, count: 101))], .messageTooBig, 0),
            ([announced(.max)], .messageTooBig, 0),
            (
                [
                    clientFrame(.binary, ByteBuffer(repeating: 1, count: 60), isFinal: false),
                    clientFrame(.ping, ByteBuffer(repeating: 1, count: 125)),
                    clientFrame(.continuation, ByteBuffer(repeating: 1, count: 41)),
                ], .messageTooBig, 60
            ),
            (
                [clientFrame(.binary, "a", isFinal: false)]
                    + [ByteBuffer](repeating: clientFrame(.continuation, "a", isFinal: false), count: 9),
                .tooManyFragments, 4
            ),
            (
                [clientFrame(.binary, "", isFinal: false)]
                    + [ByteBuffer](repeating: clientFrame(.continuation, "", isFinal: false), count: 9),
                .tooManyFragments, 0
            ),
        ] as [([ByteBuffer], FramingError, Int)]
    )
    func beyondLimits(pieces: [ByteBuffer], error: FramingError, passedOn: Int) {
        let passage = Passage(of: pieces, limits: MessageLimits(maximumMessageSize: 100, maximumFragments: 4))
        #expect(passage.error == error)
        #expect(passage.wasAlwaysWhole)
        #expect(passage.payloadBytes == passedOn)
    }

    @Test("counts each message for itself")
    func limitsOfEach() {
        let limits = MessageLimits(maximumMessageSize: 100, maximumFragments: 2)
        let message = [
            clientFrame(.binary, ByteBuffer(repeating: 1, count: 60), isFinal: false), clientFrame(.ping),
            clientFrame(.continuation, ByteBuffer(repeating: 2, count: 40)), clientFrame(.binary),
        ]
        let passage = Passage(of: message + message + message, limits: limits)
        #expect(passage.error == nil)
        #expect(passage.messages.map(\.readableBytes) == [100, 0, 100, 0, 100, 0])
    }
}

/// The header of a frame of `length` bytes, and the first three of them.
private func announced(_ length: Int) -> ByteBuffer {
    var bytes = ByteBuffer()
    bytes.writeFrameHeader(FrameHeader(opcode: .binary, maskingKey: MaskingKey(0, 0, 0, 0), payloadLength: length))
    bytes.writeString("abc")
    return bytes
}
