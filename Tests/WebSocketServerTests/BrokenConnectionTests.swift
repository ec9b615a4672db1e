import NIOCore
import NIOEmbedded
import Synchronization
import Testing
import WebSocketFraming

@testable import WebSocketServer

/// A connection that breaks as soon as something is sent on it.
private final class BreaksOnFlush: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    func flush(context: ChannelHandlerContext) {
        context.close(promise: nil)
    }
}

/// A session that collects the ways it was told to have ended.
private final class EndsSession: WebSocketSession {
    private let socket: WebSocket
    private let ends: Ends

    final class Ends: Sendable {
        let all = Mutex<[WebSocketEnd]>([])
    }

    init(_ socket: WebSocket, _ ends: Ends) {
        self.socket = socket
        self.ends = ends
    }

    func opened() {}
    func received(text: ByteBuffer) { socket.close(.normal) }
    func received(binary: ByteBuffer) {}
    func closed(_ end: WebSocketEnd) { ends.all.withLock { $0.append(end) } }
}

@Suite("A connection that breaks in the middle of a call")
struct BrokenConnectionTests {
    private let loop = EmbeddedEventLoop()
    private let environment = SocketEnvironment(
        configuration: WebSocketServerConfiguration(webSocketPaths: ["/socket"])
    )

    private func clientFrame(_ opcode: Opcode, _ payload: ByteBuffer = ByteBuffer()) -> ByteBuffer {
        var frame = ByteBuffer()
        frame.writeFrame(opcode, maskingKey: MaskingKey(1, 2, 3, 4), payload: payload)
        return frame
    }

    @Test(
        "A session hears of its end once, although the close frame breaks the connection",
        arguments: [Opcode.close, .text, .continuation]
    )
    func session(opcode: Opcode) throws {
        let ends = EndsSession.Ends()
        let handler = SessionHandler(environment: environment, remoteAddress: nil, subprotocol: nil, now: loop.now) {
            EndsSession($0, ends)
        }
        let channel = EmbeddedChannel(handlers: [BreaksOnFlush(), handler], loop: loop)
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/none")).wait()
        // A close frame, a message that the session closes on, and one that breaks the framing.
        try channel.writeInbound(clientFrame(opcode))
        loop.advanceTime(by: .seconds(10))
        let told = ends.all.withLock(\.count)
        #expect(told == 1)
    }

    @Test("A leg whose close frame breaks the connection ends its pairing, and its partner with the client's status")
    func leg() throws {
        let arrived = Mutex<[RelayLeg]>([])
        let legs = (0..<2).map { _ in
            RelayLegHandler(environment: environment, now: loop.now) { leg in arrived.withLock { $0.append(leg) } }
        }
        let first = EmbeddedChannel(handlers: [legs[0]], loop: loop)
        let second = EmbeddedChannel(handler: legs[1], loop: loop)
        for channel in [first, second] {
            try channel.connect(to: SocketAddress(unixDomainSocketPath: "/none")).wait()
        }
        let pair = arrived.withLock(\.self)
        RelayLeg.join(pair[0], pair[1])
        try first.pipeline.syncOperations.addHandler(BreaksOnFlush(), position: .first)
        try first.writeInbound(clientFrame(.close))
        loop.advanceTime(by: .seconds(10))
        let stillTaken = legs[0].attach(to: pair[1], RelayCircuit(limits: RelayLimits(), observer: nil))
        #expect(!stillTaken)
        #expect(!first.isActive)
        // Its close frame is the last thing that the second client was sent.
        var bytes = ByteBuffer()
        while var buffer = try second.readOutbound(as: ByteBuffer.self) { bytes.writeBuffer(&buffer) }
        var opcodes: [Opcode] = []
        while let header = try FrameHeader.read(from: &bytes, sentBy: .server, maximumPayload: 1_000) {
            opcodes.append(header.opcode)
            bytes.moveReaderIndex(forwardBy: header.payloadLength)
        }
        #expect(opcodes == [.binary, .close])
    }
}
