import HTTPTypes
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import WebSocketServer

/// A server on a port of loopback, which the tests use over real sockets.
struct TestServer: Sendable {
    /// The port of the server.
    let port: Int
    /// One element for each of Hummingbird's connection tasks that ended.
    let finishedTasks: Events<Void>
    private let shutdownServer: @Sendable () async throws -> Void

    /// Stops the server and returns when its last connection has ended.
    func shutDown() async throws { try await shutdownServer() }

    /// Runs a server for the duration of `body`.
    static func run<Result: Sendable>(
        threads: Int = 2,
        configuration: WebSocketServerConfiguration = .forTests(),
        tls: TLSConfiguration? = nil,
        admit: @escaping @Sendable (UpgradeRequest) -> UpgradeDecision,
        body: @Sendable (TestServer) async throws -> Result
    ) async throws -> Result {
        let channel = WebSocketUpgradeChannel(responder: answerPage, configuration: configuration, admit: admit)
        if let tls {
            return try await run(TLSChannel(channel, tlsConfiguration: tls), threads: threads, body: body)
        }
        return try await run(channel, threads: threads, body: body)
    }

    private static func run<Result: Sendable>(
        _ childChannel: some ServerChildChannel,
        threads: Int,
        body: @Sendable (TestServer) async throws -> Result
    ) async throws -> Result {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        let ports = Events<Int>()
        let finishedTasks = Events<Void>()
        let server = Server(
            childChannelSetup: ReportingChannel(base: childChannel, finished: finishedTasks),
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in ports.send(channel.localAddress?.port ?? 0) },
            eventLoopGroup: group,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        let running = Task { try await server.run() }
        let port = try await ports.next()
        let testServer = TestServer(port: port, finishedTasks: finishedTasks) {
            try await server.shutdownGracefully()
            try await running.value
        }
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(testServer))
        } catch {
            result = .failure(error)
        }
        try await server.shutdownGracefully()
        try await running.value
        try await group.shutdownGracefully()
        return try result.get()
    }

    /// The size of the page `/large` in bytes: more than all buffers between two ends hold.
    static let largePage = 16 << 20

    /// Hummingbird's responder: a page that echoes the request, and a large one.
    private static let answerPage: HTTPChannelHandler.Responder = { request, writer, _ in
        let upgrade = request.headers[.upgrade] ?? "none"
        let body =
            request.uri.path == "/large"
            ? ByteBuffer(repeating: UInt8(ascii: "x"), count: largePage)
            : ByteBuffer(string: "page \(request.uri.path), upgrade \(upgrade)")
        try await writer.write(
            response: HTTPResponse(status: .ok, headerFields: [.contentLength: String(body.readableBytes)]),
            body: ResponseBody(byteBuffer: body)
        )
    }
}

/// Reports the end of each connection's task.
private struct ReportingChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let finished: Events<Void>

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        base.setup(channel: channel, logger: logger)
    }

    func handle(value: Base.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
        finished.send(())
    }
}

extension WebSocketServerConfiguration {
    /// Timeouts that no test reaches, unless it sets them.
    static func forTests(
        headTimeout: TimeAmount = .minutes(10),
        idleTimeout: TimeAmount = .minutes(10),
        closeTimeout: TimeAmount = .minutes(10),
        session: SessionLimits = SessionLimits(),
        keepAlive: KeepAliveLimits = KeepAliveLimits(pingInterval: .minutes(10), silenceLimit: .minutes(20)),
        partnerTimeout: TimeAmount = .minutes(10)
    ) -> WebSocketServerConfiguration {
        WebSocketServerConfiguration(
            webSocketPaths: ["/signal", "/relay"],
            headTimeout: headTimeout,
            idleTimeout: idleTimeout,
            closeTimeout: closeTimeout,
            session: session,
            keepAlive: keepAlive,
            partnerTimeout: partnerTimeout,
            sweepInterval: .milliseconds(5)
        )
    }
}
