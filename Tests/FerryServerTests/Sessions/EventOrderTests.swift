import Logging
import NIOCore
import NIOEmbedded
import NetPrimitives
import Rendezvous
import Signaling
import Testing
import WebSocketFraming

@testable import FerryServer
@testable import WebSocketServer

/// The rendezvous on an event loop in virtual time, with signaling sockets whose clients the test controls.
private final class EmbeddedServer {
    let loop = EmbeddedEventLoop()
    private let environment = SocketEnvironment(
        configuration: WebSocketServerConfiguration(
            webSocketPaths: ["/signal"],
            session: SessionLimits(maximumBacklog: 0)
        )
    )
    private let metrics = ServerMetrics()
    private let budget = SocketBudget(limits: .init(perClient: 10, total: 10))
    private let host: RendezvousHost

    init(_ configure: (inout Rendezvous.Configuration) -> Void) throws {
        var configuration = Rendezvous.Configuration(version: "test")
        configure(&configuration)
        host = RendezvousHost(
            configuration: configuration,
            identity: try #require(IdentityKey(bytes: [UInt8](0..<32))),
            metrics: metrics,
            eventLoop: loop,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Connects a device in the local network, which sends `hello`.
    func join(_ name: String) throws -> EmbeddedClient {
        let address = IPAddress.v4(IPv4Address(192, 168, 0, 7))
        let visit = Visit(
            authority: HostAndPort(host: .address(address), port: 80),
            scheme: .http,
            origin: .direct(address),
            peer: address
        )
        let context = ClientContext(
            address: address,
            placement: .success(.lan),
            addresses: ClientAddresses(urls: [], secureUrls: [])
        )
        let reservation = try budget.take(for: address)
        let handler = SessionHandler(
            environment: environment,
            remoteAddress: nil,
            subprotocol: nil,
            now: loop.now
        ) { [host, metrics] socket in
            SignalingSession(
                id: host.nextConnection(),
                socket: socket,
                client: context,
                visit: visit,
                reservation: reservation,
                host: host,
                metrics: metrics
            )
        }
        let client = EmbeddedClient(EmbeddedChannel(handler: handler, loop: loop))
        try client.send(
            #"{"type":"hello","protocol":1,"name":"\#(name)","kind":"phone","webrtc":true,"availability":"open"}"#
        )
        return client
    }
}

/// The client of one signaling socket.
private final class EmbeddedClient {
    let channel: EmbeddedChannel

    init(_ channel: EmbeddedChannel) {
        self.channel = channel
    }

    func send(_ text: String) throws {
        var frame = ByteBuffer()
        frame.writeFrame(.text, maskingKey: MaskingKey(1, 2, 3, 4), payload: ByteBuffer(string: text))
        try channel.writeInbound(frame)
    }

    /// The text messages since the last call.
    func texts() throws -> [String] {
        channel.embeddedEventLoop.run()
        var texts: [String] = []
        while var bytes = try channel.readOutbound(as: ByteBuffer.self) {
            let header = try FrameHeader.read(from: &bytes, sentBy: .server, maximumPayload: 65_536)
            if header?.opcode == .text { texts.append(String(buffer: bytes)) }
        }
        return texts
    }
}

@Suite("The order of what devices hear")
struct EventOrderTests {
    @Test("A socket that a message closes ends behind the other messages of the same event")
    func closedWhilePerforming() throws {
        // Without a grace period a device leaves when its socket ends, and its peers are told at once.
        let server = try EmbeddedServer { $0.graceDevices = 0 }
        let slow = try server.join("Slow")
        let peer = try server.join("Peer")
        server.loop.advanceTime(by: .milliseconds(100))
        let slowID = try #require(slow.texts().first?.firstMatch(of: /"you":\{"id":"([^"]+)"/)?.output.1)
        let peerID = try #require(peer.texts().first?.firstMatch(of: /"you":\{"id":"([^"]+)"/)?.output.1)
        try slow.send(#"{"type":"relay-request","to":"\#(peerID)","call":"relay"}"#)
        try peer.send(#"{"type":"relay-request","to":"\#(slowID)","call":"crossing"}"#)
        _ = try peer.texts()

        // The slow device is told of the pairing first. This ends its socket, and so the call that it has not answered.
        slow.channel.isWritable = false
        try peer.send(#"{"type":"relay-accept","to":"\#(slowID)","call":"relay"}"#)
        let types = try peer.texts().compactMap { $0.firstMatch(of: /"type":"([^"]+)"/)?.output.1 }
        #expect(types == ["relay-ready", "error"])
    }
}
