import NIOCore
import NIOPosix
import NIOSSL
import NetPrimitives
import STUN
import Testing

/// A TURN client as a browser implements it: a socket, credentials, and requests with responses.
final class TURNUser {
    /// The transport to the server.
    enum Transport: Sendable, CaseIterable {
        case udp, tcp, tls
    }

    /// The credentials that a server gives a device for one conversation.
    struct Credentials {
        var name: String
        var password: String
    }

    private let wire: any Channel
    private let isStream: Bool
    private let server: SocketAddress
    private var messages: AsyncStream<[UInt8]>.Iterator
    private let credentials: Credentials?
    private var nonce: [UInt8] = []
    private var random = SystemRandomNumberGenerator()
    /// Messages that arrived while the client waited for a response.
    private var waiting: [[UInt8]] = []

    /// Connects to `port` of `host`.
    ///
    /// - Parameter authority: The certificate to trust for TLS, in DER.
    init(
        _ transport: Transport,
        host: String = "127.0.0.1",
        port: UInt16,
        _ credentials: Credentials? = nil,
        trusting authority: [UInt8]? = nil
    ) async throws {
        let (messages, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        self.messages = messages.makeAsyncIterator()
        self.credentials = credentials
        server = try SocketAddress(ipAddress: host, port: Int(port))
        isStream = transport != .udp
        let group = MultiThreadedEventLoopGroup.singleton
        if transport == .udp {
            let any = try SocketAddress(ipAddress: host.contains(":") ? "::" : "0.0.0.0", port: 0)
            wire = try await DatagramBootstrap(group: group)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(DatagramCollector(continuation))
                    }
                }
                .bind(to: any).get()
        } else {
            wire = try await ClientBootstrap(group: group)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        if let authority {
                            let handler = try BrowserLikeVerification.handler(trusting: authority)
                            try channel.pipeline.syncOperations.addHandler(handler)
                        }
                        try channel.pipeline.syncOperations.addHandler(FrameCollector(continuation))
                    }
                }
                .connect(to: server).get()
        }
    }

    // MARK: Messages

    /// Sends bytes as they are.
    func send(_ bytes: ByteBuffer) async throws {
        if isStream {
            try await wire.writeAndFlush(bytes)
        } else {
            try await wire.writeAndFlush(AddressedEnvelope(remoteAddress: server, data: bytes))
        }
    }

    /// The next message that is not a response; nil when the connection has ended.
    func next() async -> [UInt8]? {
        if !waiting.isEmpty { return waiting.removeFirst() }
        return await messages.next()
    }

    /// The number of received messages that are not responses and were not taken yet.
    var waitingMessages: Int { waiting.count }

    /// Sends a request, and again with credentials after a challenge; returns the response.
    func request(_ method: MessageType.Method, _ attributes: [Attribute] = []) async throws -> Message {
        let answer = try await exchange(method, attributes)
        let code = answer.errorCode
        guard credentials != nil, code == .unauthenticated || code == .staleNonce else { return answer }
        for case .nonce(let nonce) in answer.attributes { self.nonce = nonce }
        return try await exchange(method, attributes)
    }

    private func exchange(_ method: MessageType.Method, _ attributes: [Attribute]) async throws -> Message {
        let id = TransactionID(using: &random)
        var buffer = ByteBuffer()
        var message = Message(MessageType(method, .request), id, attributes)
        if let credentials, !nonce.isEmpty {
            message.attributes += [
                .username(Array(credentials.name.utf8)), .realm(Array("ferry".utf8)), .nonce(nonce),
            ]
            let key = IntegrityKey(
                name: credentials.name.utf8,
                realm: "ferry".utf8,
                password: credentials.password.utf8
            )
            message.write(to: &buffer).appendIntegrity(.sha1, with: key, to: &buffer)
        } else {
            message.write(to: &buffer)
        }
        try await send(buffer)
        while let bytes = await messages.next() {
            if let answer = try? Message(parsing: bytes.span.bytes), answer.transactionID == id { return answer }
            waiting.append(bytes)
        }
        throw NoAnswer()
    }

    /// Closes the socket.
    func close() async throws {
        try await wire.close()
    }

    /// Stops or resumes reading from the socket.
    func setReading(_ isReading: Bool) async throws {
        try await wire.setOption(.autoRead, value: isReading).get()
    }

    // MARK: Operations of a browser

    /// Makes an allocation and returns the relayed address.
    func allocate(_ family: AddressFamily? = nil) async throws -> TransportAddress {
        let wish = family.map { [Attribute.requestedAddressFamily($0)] } ?? []
        let answer = try await request(.allocate, [.requestedTransport(17)] + wish)
        #expect(answer.errorCode == nil)
        for case .xorRelayedAddress(let address) in answer.attributes { return address }
        throw NoAnswer()
    }

    /// Sends `data` to `peer` in an indication.
    func sendIndication(_ data: [UInt8], to peer: TransportAddress) async throws {
        var buffer = ByteBuffer()
        let id = TransactionID(using: &random)
        Message(MessageType(.send, .indication), id, [.xorPeerAddress(peer), .data(data)]).write(to: &buffer)
        try await send(buffer)
    }

    /// Sends `data` on a channel.
    func sendChannelData(_ data: [UInt8], on channel: UInt16) async throws {
        var buffer = ByteBuffer()
        ChannelData.write(data.span.bytes, on: channel, padded: isStream, to: &buffer)
        try await send(buffer)
    }

    /// The data of the next packet, with its sender or its channel.
    func nextPacket() async throws -> (data: [UInt8], peer: TransportAddress?, channel: UInt16?) {
        let bytes = try #require(await next())
        if let data = ChannelData(parsing: bytes.span.bytes) {
            return (Array(bytes[data.payload]), nil, data.number)
        }
        let message = try Message(parsing: bytes.span.bytes)
        #expect(message.type == MessageType(.data, .indication))
        var packet: (data: [UInt8], peer: TransportAddress?, channel: UInt16?) = ([], nil, nil)
        for attribute in message.attributes {
            if case .data(let data) = attribute { packet.data = data }
            if case .xorPeerAddress(let peer) = attribute { packet.peer = peer }
        }
        return packet
    }
}

extension Message {
    /// The error code; nil for a success response.
    var errorCode: ErrorCode? {
        for case .errorCode(let code, _) in attributes { return code }
        return nil
    }

    /// The client's reflexive address.
    var mappedAddress: TransportAddress? {
        for case .xorMappedAddress(let address) in attributes { return address }
        return nil
    }
}

private final class DatagramCollector: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    private let continuation: AsyncStream<[UInt8]>.Continuation

    init(_ continuation: AsyncStream<[UInt8]>.Continuation) {
        self.continuation = continuation
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        continuation.yield(Array(unwrapInboundIn(data).data.readableBytesView))
    }

    func channelInactive(context: ChannelHandlerContext) {
        continuation.finish()
    }
}

private final class FrameCollector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let continuation: AsyncStream<[UInt8]>.Continuation
    private var bytes = ByteBuffer()

    init(_ continuation: AsyncStream<[UInt8]>.Continuation) {
        self.continuation = continuation
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes.writeImmutableBuffer(unwrapInboundIn(data))
        while case .message(let count, let padded) = StreamFrame(at: bytes.readableBytesSpan) {
            continuation.yield(Array(bytes.readableBytesView.prefix(count)))
            bytes.moveReaderIndex(forwardBy: padded)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        continuation.finish()
    }
}
