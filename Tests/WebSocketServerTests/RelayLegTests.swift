import NIOCore
import NIOEmbedded
import Synchronization
import Testing
import WebSocketFraming

@testable import WebSocketServer

/// One leg of a relay on an event loop in virtual time.
private struct EmbeddedLeg {
    let handler: RelayLegHandler
    let channel: EmbeddedChannel
    let leg: RelayLeg

    init(on loop: EmbeddedEventLoop, _ environment: SocketEnvironment) throws {
        let arrived = Mutex<RelayLeg?>(nil)
        handler = RelayLegHandler(environment: environment, now: loop.now) { leg in arrived.withLock { $0 = leg } }
        channel = EmbeddedChannel(handler: handler, loop: loop)
        let leg = arrived.withLock(\.self)
        self.leg = try #require(leg)
    }

    /// Receives a binary message of one frame from the client.
    func receive(_ text: String) throws {
        var frame = ByteBuffer()
        frame.writeFrame(.binary, maskingKey: MaskingKey(1, 2, 3, 4), payload: ByteBuffer(string: text))
        try channel.writeInbound(frame)
    }

    /// The payloads that the client was sent since the last call, and the close status last.
    func sent() throws -> [String] {
        var bytes = ByteBuffer()
        while var buffer = try channel.readOutbound(as: ByteBuffer.self) { bytes.writeBuffer(&buffer) }
        var texts: [String] = []
        while let header = try FrameHeader.read(from: &bytes, sentBy: .server, maximumPayload: 1_000) {
            guard let payload = bytes.readSlice(length: header.payloadLength) else { break }
            if header.opcode == .close {
                texts.append("closed \(try CloseStatus.parse(payload)?.code.rawValue ?? 0)")
            } else {
                texts.append(String(buffer: payload))
            }
        }
        return texts
    }
}

@Suite("One leg of a relay, step by step")
struct RelayLegTests {
    private let loop = EmbeddedEventLoop()
    private let environment = SocketEnvironment(
        configuration: WebSocketServerConfiguration(webSocketPaths: ["/relay"])
    )
    private let circuit = RelayCircuit(limits: RelayLimits(), observer: nil)

    @Test("Bytes that come before the partner listens are held in their order")
    func heldInOrder() throws {
        let first = try EmbeddedLeg(on: loop, environment)
        let second = try EmbeddedLeg(on: loop, environment)
        try first.receive("one")
        #expect(first.handler.attach(to: second.leg, circuit))
        try first.receive("two")
        #expect(second.handler.attach(to: first.leg, circuit))
        try first.receive("three")
        first.handler.start()
        second.handler.start()
        try first.receive("four")
        #expect(try second.sent() == ["", "one", "two", "three", "four"])
        #expect(try first.sent() == [""])
    }

    @Test("A leg whose partner goes before they are joined is closed, and takes no other partner")
    func partnerGone() throws {
        let first = try EmbeddedLeg(on: loop, environment)
        let second = try EmbeddedLeg(on: loop, environment)
        #expect(first.handler.attach(to: second.leg, circuit))
        first.handler.partnerLost()
        first.handler.partnerLost()
        first.handler.start()
        #expect(!first.handler.attach(to: second.leg, circuit))
        #expect(try first.sent() == ["", "closed 4010"])
    }

    @Test("A client that never answers a close frame is cut after the time it has")
    func unansweredClose() throws {
        let first = try EmbeddedLeg(on: loop, environment)
        let isCut = Mutex(false)
        first.leg.closed.whenComplete { _ in isCut.withLock { $0 = true } }
        first.leg.close(.goingAway)
        let sent = try first.sent()
        #expect(sent == ["closed 1001"])
        loop.advanceTime(by: environment.configuration.closeTimeout - .milliseconds(100))
        let isCutEarly = isCut.withLock(\.self)
        #expect(!isCutEarly)
        loop.advanceTime(by: environment.configuration.sweepInterval + .milliseconds(100))
        let isCutAtLast = isCut.withLock(\.self)
        #expect(isCutAtLast)
    }
}
