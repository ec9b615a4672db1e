import NIOCore
import NIOPosix
import NIOSSL
import WebSocketFraming

/// A client that sends exactly the bytes of a test. Not for more than one task at a time.
final class TestClient {
    /// A server's frame.
    struct Frame: Equatable {
        var header: FrameHeader
        var payload: ByteBuffer
    }

    let channel: any Channel
    private let received: Events<ByteBuffer>
    private var unread = ByteBuffer()

    private init(channel: any Channel, received: Events<ByteBuffer>) {
        self.channel = channel
        self.received = received
    }

    /// Connects to a server. Without `autoRead` nothing is read until ``startReading()``.
    static func connect(
        to server: TestServer,
        autoRead: Bool = true,
        tls: NIOSSLContext? = nil
    ) async throws -> TestClient {
        let received = Events<ByteBuffer>()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: autoRead)
            .channelOption(.allowRemoteHalfClosure, value: false)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: nil)) }
                    try pipeline.addHandler(Collector(received: received))
                }
            }
            .connect(host: "127.0.0.1", port: server.port).get()
        return TestClient(channel: channel, received: received)
    }

    /// Connects and does the handshake at `path`.
    static func webSocket(
        to server: TestServer,
        path: String,
        headers: [String] = [],
        autoRead: Bool = true,
        tls: NIOSSLContext? = nil
    ) async throws -> TestClient {
        let client = try await connect(to: server, tls: tls)
        try await client.send(handshake(path: path, headers: headers))
        guard try await client.readHead().hasPrefix("HTTP/1.1 101 ") else { throw NothingMoreComes() }
        if !autoRead { try await client.channel.setOption(.autoRead, value: false).get() }
        return client
    }

    func startReading() async throws {
        try await channel.setOption(.autoRead, value: true).get()
    }

    // MARK: Sending

    func send(_ text: String) async throws { try await send(ByteBuffer(string: text)) }

    func send(_ bytes: ByteBuffer) async throws { try await channel.writeAndFlush(bytes).get() }

    func send(
        _ opcode: Opcode,
        _ payload: ByteBuffer = ByteBuffer(),
        isFinal: Bool = true
    ) async throws {
        try await send(Self.frame(opcode, payload, isFinal: isFinal))
    }

    func send(_ opcode: Opcode, _ text: String) async throws { try await send(opcode, ByteBuffer(string: text)) }

    func sendClose(_ status: CloseStatus?) async throws {
        var frame = ByteBuffer()
        frame.writeCloseFrame(status, maskingKey: MaskingKey(1, 2, 3, 4))
        try await send(frame)
    }

    /// Ends our direction of the TCP connection and leaves the other open.
    func shutOutput() async throws { try await channel.close(mode: .output).get() }

    func close() async throws { try? await channel.close().get() }

    static func frame(_ opcode: Opcode, _ payload: ByteBuffer, isFinal: Bool = true) -> ByteBuffer {
        var frame = ByteBuffer()
        frame.writeFrame(opcode, isFinal: isFinal, maskingKey: MaskingKey(7, 77, 177, 217), payload: payload)
        return frame
    }

    /// The RFC 6455 example of a handshake, with the key whose accept value the RFC gives.
    static func handshake(
        path: String,
        version: String = "13",
        key: String = "dGhlIHNhbXBsZSBub25jZQ==",
        headers: [String] = []
    ) -> String {
        let lines = [
            "GET \(path) HTTP/1.1", "Host: ferry.test", "Upgrade: websocket", "Connection: keep-alive, Upgrade",
            "Sec-WebSocket-Key: \(key)", "Sec-WebSocket-Version: \(version)",
        ]
        return (lines + headers).joined(separator: "\r\n") + "\r\n\r\n"
    }

    // MARK: Receiving

    /// An HTTP head, up to its empty line.
    func readHead() async throws -> String {
        while true {
            let view = unread.readableBytesView
            if let end = view.firstRange(of: "\r\n\r\n".utf8) {
                return unread.readString(length: end.upperBound - view.startIndex) ?? ""
            }
            append(try await received.next())
        }
    }

    func readString(length: Int) async throws -> String {
        while unread.readableBytes < length { append(try await received.next()) }
        return unread.readString(length: length) ?? ""
    }

    /// A response with a `Content-Length`.
    func readResponse() async throws -> (head: String, body: String) {
        let head = try await readHead()
        let lines = head.lowercased().split(separator: "\r\n")
        let length = lines.first { $0.hasPrefix("content-length:") }?.split(separator: ":").last
        let body = try await readString(length: Int(length?.drop { $0 == " " } ?? "") ?? 0)
        return (head, body)
    }

    func readFrame() async throws -> Frame {
        while true {
            var rest = unread
            if let header = try FrameHeader.read(from: &rest, sentBy: .server, maximumPayload: .max),
                let payload = rest.readSlice(length: header.payloadLength)
            {
                unread = rest
                return Frame(header: header, payload: payload)
            }
            append(try await received.next())
        }
    }

    /// The status of the next frame, which must be a close frame.
    func readClose() async throws -> CloseStatus? {
        let frame = try await readFrame()
        guard frame.header.opcode == .close else { throw NothingMoreComes() }
        return try CloseStatus.parse(frame.payload)
    }

    private func append(_ bytes: ByteBuffer) {
        if unread.readableBytes == 0 { unread = bytes } else { unread.writeImmutableBuffer(bytes) }
    }

    /// Returns when the server has closed the connection.
    func readToEnd() async {
        while let bytes = try? await received.next() { append(bytes) }
    }

    /// Reads messages, assembled from their fragments, until `count` bytes of them have arrived.
    func readMessages(bytes count: Int, handle: (ByteBuffer) -> Void) async throws {
        var remaining = count
        var message = ByteBuffer()
        while remaining > 0 {
            let frame = try await readFrame()
            remaining -= frame.payload.readableBytes
            message.writeImmutableBuffer(frame.payload)
            if frame.header.isFinal {
                handle(message)
                message = ByteBuffer()
            }
        }
    }
}

/// Passes bytes to the test.
private final class Collector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let received: Events<ByteBuffer>

    init(received: Events<ByteBuffer>) { self.received = received }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { received.send(unwrapInboundIn(data)) }

    func channelInactive(context: ChannelHandlerContext) { received.finish() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
