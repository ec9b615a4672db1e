import FerryServer
import NIOCore
import NIOPosix
import NetPrimitives
import STUN
import Testing

@Suite("TURN and strangers", .timeLimit(.minutes(5)))
struct TURNStrangerTests {
    @Test("A permission to the server's own address reaches nothing that listens there", arguments: [UInt16(53), 0])
    func ownServices(port: UInt16) async throws {
        try await TestServer.run { server in
            let conversation = try await TURNConversation.open(server)
            let user = try await conversation.user(0)
            let relayed = try await user.allocate()
            // A service of this machine on all addresses, as a resolver would be.
            let service = try await Service.open(port: port)
            let target = TransportAddress(relayed.address, port: service.port)
            _ = try await user.request(.createPermission, [.xorPeerAddress(target)])
            _ = try await user.request(.channelBind, TURNRelayTests.channel(0x4000, to: target))
            for _ in 0..<20 {
                try await user.sendIndication([1], to: target)
                try await user.sendChannelData([1], on: 0x4000)
            }
            #expect(try await user.request(.refresh, [.lifetime(600)]).errorCode == nil)
            // The service works, and this is the first datagram it gets.
            try await service.ping([2])
            #expect(await service.next() == [2])
        }
    }

    @Test(
        "Addresses that are nobody's device are refused",
        arguments: [
            "127.0.0.1", "0.0.0.0", "169.254.169.254", "255.255.255.255", "224.0.0.1", "10.99.99.99", "8.8.8.8", "::1",
            "::", "::ffff:127.0.0.1", "fe80::1", "ff02::1", "2002:7f00:1::1", "64:ff9b::7f00:1", "2606:4700::1111",
        ]
    )
    func refusedPeers(peer: String) async throws {
        try await TestServer.run {
            $0.host = nil
        } body: { server in
            let conversation = try await TURNConversation.open(server)
            let user = try await conversation.user(0)
            let address = TransportAddress(try #require(IPAddress(peer)), port: 53)
            let relayed = try await user.allocate(address.address.family)
            // A machine without any network announces loopback; then only the rule for its own addresses applies.
            guard relayed.address != address.address else { return }
            let answer = try await user.request(.createPermission, [.xorPeerAddress(address)])
            #expect(answer.errorCode == .forbidden)
        }
    }

    @Test("Who has no credentials, or those of nobody, gets nothing", arguments: TURNUser.Transport.allCases)
    func noCredentials(transport: TURNUser.Transport) async throws {
        try await TestServer.run {
            $0.tls = .auto
        } body: { server in
            let authority = try await server.request("GET", "/ca.crt").bytes
            let ports = try #require(server.running.turn)
            let port = transport == .tls ? try #require(ports.tls) : ports.plain
            let trust = transport == .tls ? authority : nil
            let stranger = try await TURNUser(transport, port: port, trusting: trust)
            let answer = try await stranger.request(.allocate, [.requestedTransport(17)])
            #expect(answer.errorCode == .unauthenticated)
            let forger = try await TURNUser(
                transport,
                port: port,
                .init(name: "9999999999:AAAAAAAAAAAAAAAAAAAAAA", password: "guess"),
                trusting: trust
            )
            #expect(try await forger.request(.allocate, [.requestedTransport(17)]).errorCode != nil)
        }
    }

    @Test("A flood without credentials leaves nothing behind")
    func flood() async throws {
        try await TestServer.run { server in
            let port = try #require(server.running.turn).plain
            let flooder = try await TURNUser(.udp, port: port)
            for number in 0..<20_000 {
                var buffer = ByteBuffer()
                let id = TransactionID(high: 1, low: UInt64(number))
                Message(MessageType(.allocate, .request), id, [.requestedTransport(17)]).write(to: &buffer)
                try await flooder.send(buffer)
                // The response shows that the server has read all datagrams before it.
                if number % 100 == 0 { #expect(try await flooder.request(.binding).mappedAddress != nil) }
            }
            let metrics = try await server.request("GET", "/metrics")
            #expect(metrics.lines.contains("ferry_turn_allocations 0"))
            #expect(metrics.lines.contains("ferry_turn_grants 0"))
            // Challenges are limited for each source address, since it may be forged.
            #expect(!metrics.lines.contains("ferry_turn_refusals_total{reason=\"challenge_limit\"} 0"))
        }
    }

    @Test(
        "Bytes that are no STUN cost their sender the connection",
        arguments: ["POST / HTTP/1.1\r\n\r\n", "220 mail.example ESMTP\r\n", "\u{7F}"]
    )
    func notSTUN(bytes: String) async throws {
        try await TestServer.run { server in
            let connection = try await RawConnection.open(port: Int(try #require(server.running.turn).plain))
            try await connection.send(bytes)
            try await connection.closed()
        }
    }

    @Test("One address has so many connections, HTTP's among them")
    func connectionLimit() async throws {
        try await TestServer.run {
            $0.socketsPerAddress = 1
        } body: { server in
            let port = Int(try #require(server.running.turn).plain)
            var open: [RawConnection] = []
            // Eight connections for each socket.
            for port in Array(repeating: [port, server.port], count: 4).joined() {
                open.append(try await RawConnection.open(port: port))
            }
            try await RawConnection.open(port: port).closed()
            try await RawConnection.open(port: server.port).closed()
            withExtendedLifetime(open) {}
        }
    }
}

/// A UDP service of this machine, on all of its addresses.
private final class Service {
    let port: UInt16
    private let channel: any Channel
    private var letters: AsyncStream<[UInt8]>.Iterator

    private init(channel: any Channel, port: UInt16, letters: AsyncStream<[UInt8]>) {
        self.channel = channel
        self.port = port
        self.letters = letters.makeAsyncIterator()
    }

    /// Listens on `port`, or on any free one when `port` is 0, taken or privileged.
    static func open(port: UInt16) async throws -> Service {
        let (letters, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        let bootstrap = DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(continuation))
                }
            }
        let channel: any Channel
        if let wanted = try? await bootstrap.bind(host: "0.0.0.0", port: Int(port)).get() {
            channel = wanted
        } else {
            channel = try await bootstrap.bind(host: "0.0.0.0", port: 0).get()
        }
        return Service(channel: channel, port: UInt16(channel.localAddress?.port ?? 0), letters: letters)
    }

    /// Sends to itself.
    func ping(_ bytes: [UInt8]) async throws {
        let itself = try SocketAddress(ipAddress: "127.0.0.1", port: Int(port))
        try await channel.writeAndFlush(AddressedEnvelope(remoteAddress: itself, data: ByteBuffer(bytes: bytes)))
    }

    /// The next datagram that the service gets.
    func next() async -> [UInt8]? {
        await letters.next()
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = AddressedEnvelope<ByteBuffer>
        private let continuation: AsyncStream<[UInt8]>.Continuation

        init(_ continuation: AsyncStream<[UInt8]>.Continuation) {
            self.continuation = continuation
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            continuation.yield(Array(unwrapInboundIn(data).data.readableBytesView))
        }
    }
}
