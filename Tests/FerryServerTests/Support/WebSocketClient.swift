import NIOCore
import NIOPosix
import NIOWebSocket

/// A WebSocket client for tests, with NIO's codec for frames, so that the two ends are different implementations.
final class WebSocketClient {
    /// A received message or close frame.
    enum Message: Equatable {
        case text(String)
        case binary([UInt8])
        /// The code of a close frame; nil when it has none.
        case close(Int?)
    }

    private let channel: any Channel
    private var messages: AsyncStream<Message>.Iterator

    private init(channel: any Channel, messages: AsyncStream<Message>) {
        self.channel = channel
        self.messages = messages.makeAsyncIterator()
    }

    /// Opens a socket on `port` of 127.0.0.1; throws `HandshakeRefused`.
    ///
    /// - Parameters:
    ///   - host: The value of `Host`.
    ///   - authority: The certificate to trust for a port with TLS, in DER.
    static func open(
        _ path: String,
        port: Int,
        host: String = "127.0.0.1",
        protocols: String,
        headers: [(String, String)] = [],
        trusting authority: [UInt8]? = nil
    ) async throws -> WebSocketClient {
        let (messages, continuation) = AsyncStream.makeStream(of: Message.self)
        let all =
            [
                ("Host", "\(host):\(port)"), ("Connection", "Upgrade"), ("Upgrade", "websocket"),
                ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="),
                ("Sec-WebSocket-Protocol", protocols),
            ] + headers
        let request = "GET \(path) HTTP/1.1\r\n" + all.map { "\($0): \($1)\r\n" }.joined() + "\r\n"
        let upgraded = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Void.self)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let authority {
                        let handler = try BrowserLikeVerification.handler(trusting: authority)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    let handshake = HandshakeHandler(request: request, upgraded: upgraded, continuation)
                    try channel.pipeline.syncOperations.addHandler(handshake)
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        try await upgraded.futureResult.get()
        return WebSocketClient(channel: channel, messages: messages)
    }

    /// Sends a text message.
    func send(_ text: String) async throws {
        try await write(.text, ByteBuffer(string: text))
    }

    /// Sends a binary message.
    func send(_ bytes: [UInt8]) async throws {
        try await write(.binary, ByteBuffer(bytes: bytes))
    }

    /// The next message; nil once the connection has ended.
    func next() async -> Message? {
        await messages.next(isolation: #isolation)
    }

    /// The next message that matches; nil once the connection has ended.
    func next(where isWanted: (Message) -> Bool) async -> Message? {
        while let message = await next() {
            if isWanted(message) { return message }
        }
        return nil
    }

    /// Starts the closing handshake with a code.
    func close(_ code: UInt16) async throws {
        var status = channel.allocator.buffer(capacity: 2)
        status.writeInteger(code)
        try await write(.connectionClose, status)
    }

    /// Ends the connection without a close frame, as a broken network does.
    func drop() async throws {
        try await channel.close()
    }

    private func write(_ opcode: WebSocketOpcode, _ bytes: ByteBuffer) async throws {
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: bytes)
        try await channel.writeAndFlush(frame)
    }
}

/// The error of a server that did not switch protocols, with the first line of its response.
struct HandshakeRefused: Error {
    let answer: String
}

/// Sends the handshake, and makes way for the frame codec when it is answered.
private final class HandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let request: String
    private let upgraded: EventLoopPromise<Void>
    private let continuation: AsyncStream<WebSocketClient.Message>.Continuation
    private var received = ByteBuffer()

    init(
        request: String,
        upgraded: EventLoopPromise<Void>,
        _ continuation: AsyncStream<WebSocketClient.Message>.Continuation
    ) {
        self.request = request
        self.upgraded = upgraded
        self.continuation = continuation
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received.writeImmutableBuffer(unwrapInboundIn(data))
        guard let end = String(buffer: received).firstRange(of: "\r\n\r\n") else { return }
        // A head is ASCII, so characters are bytes up to its end; the rest does not matter.
        let head = String(buffer: received)[..<end.upperBound]
        guard head.hasPrefix("HTTP/1.1 101 ") else {
            upgraded.fail(HandshakeRefused(answer: String(head.prefix { $0 != "\r\n" })))
            return context.close(promise: nil)
        }
        received.moveReaderIndex(forwardBy: head.utf8.count)
        do {
            try context.pipeline.syncOperations.addHandlers([
                WebSocketFrameEncoder(),
                ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: 1 << 24)),
                MessageCollector(continuation),
            ])
        } catch {
            return context.close(promise: nil)
        }
        context.fireChannelRead(wrapInboundOut(received))
        upgraded.succeed()
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        // Has no effect after an upgrade.
        upgraded.fail(HandshakeRefused(answer: ""))
    }
}

/// Passes messages to the test, and answers a close frame.
private final class MessageCollector: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let continuation: AsyncStream<WebSocketClient.Message>.Continuation
    /// The frames of an unfinished message.
    private var fragments = ByteBuffer()
    private var isText = false

    init(_ continuation: AsyncStream<WebSocketClient.Message>.Continuation) {
        self.continuation = continuation
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .text, .binary, .continuation: collect(frame)
        case .connectionClose: answerClose(frame, context)
        default: break
        }
    }

    private func collect(_ frame: WebSocketFrame) {
        if frame.opcode != .continuation { isText = frame.opcode == .text }
        fragments.writeImmutableBuffer(frame.unmaskedData)
        guard frame.fin else { return }
        continuation.yield(isText ? .text(String(buffer: fragments)) : .binary(Array(fragments.readableBytesView)))
        fragments.clear()
    }

    private func answerClose(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) {
        var status = frame.unmaskedData
        continuation.yield(.close(status.readInteger(as: UInt16.self).map(Int.init)))
        let answer = WebSocketFrame(
            fin: true,
            opcode: .connectionClose,
            maskKey: .random(),
            data: frame.unmaskedData
        )
        context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        continuation.finish()
        context.fireChannelInactive()
    }
}
