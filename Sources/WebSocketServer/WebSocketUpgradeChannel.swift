package import HummingbirdCore
package import Logging
package import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Hummingbird's child channel for a server with HTTP/1.1 and, on some paths, WebSocket.
///
/// ```
/// Application(router: router, server: HTTPServerBuilder { responder in
///     WebSocketUpgradeChannel(responder: responder, configuration: configuration) { request in
///         guard let token = request.subprotocols.dropFirst().first else { return .refuse(.forbidden("…")) }
///         return .relayLeg(subprotocol: "ferry.relay.1") { leg in pairings.arrived(leg, token) }
///     }
/// })
/// ```
/// - Requests for ``WebSocketServerConfiguration/webSocketPaths`` are WebSocket handshakes or are refused with an HTTP
///   response; `admit` decides on each valid handshake, on the connection's event loop, and must not block. This
///   includes a handshake on a kept-alive connection that has served pages. An admitted handshake may still fail when
///   the connection breaks at that moment, so count sockets where sessions are created and closed.
/// - Requests for other paths go to Hummingbird, without `Upgrade`.
/// - WebSockets are handlers on their event loop: no task lives as long as a socket does.
/// - On graceful shutdown sockets are closed with 1001, and by force after ``WebSocketServerConfiguration/closeTimeout``.
///
/// For TLS, use `HTTPServerBuilder.tls`, which wraps it, and set ``WebSocketServerConfiguration/isSecure``.
package struct WebSocketUpgradeChannel: ServerChildChannel, HTTPChannelHandler {
    /// A connection with the future outcome of its first request.
    package struct Value: ServerChildChannelValue {
        /// The connection.
        package let channel: any Channel
        let outcome: EventLoopFuture<UpgradeOutcome>
    }

    /// Hummingbird's responder to plain requests.
    package let responder: Responder
    private let environment: SocketEnvironment
    private let admit: @Sendable (UpgradeRequest) -> UpgradeDecision

    /// A channel for one server: its sockets share their timers.
    package init(
        responder: @escaping Responder,
        configuration: WebSocketServerConfiguration,
        admit: @escaping @Sendable (UpgradeRequest) -> UpgradeDecision
    ) {
        self.responder = responder
        self.environment = SocketEnvironment(configuration: configuration)
        self.admit = admit
    }

    /// Prepares an accepted connection; called by Hummingbird on its event loop.
    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let largeHead = environment.largeHeads.take()
            let configuration = environment.configuration
            let encoder = HTTPResponseEncoder()
            let decoder = ByteToMessageHandler(
                HTTPRequestDecoder(
                    leftOverBytesStrategy: .forwardBytes,
                    limitConfiguration: largeHead == nil ? configuration.headers : configuration.largeHeaders
                )
            )
            let outcome = channel.eventLoop.makePromise(of: UpgradeOutcome.self)
            let gate = UpgradeGate(
                environment: environment,
                codec: (encoder, decoder),
                largeHead: largeHead,
                outcome: outcome,
                admit: admit,
                makeHTTP: { try self.addHTTPHandlers(to: $0, logger: logger) }
            )
            let pipeline = channel.pipeline.syncOperations
            do {
                try pipeline.addHandlers([encoder, decoder, gate])
            } catch {
                outcome.fail(error)
                throw error
            }
            return Value(channel: channel, outcome: outcome.futureResult)
        }
    }

    /// Serves plain HTTP until the connection ends or becomes a WebSocket; returns at once for a WebSocket.
    package func handle(value: Value, logger: Logger) async {
        guard case .http(let asyncChannel) = try? await value.outcome.get() else { return }
        await handleHTTP(asyncChannel: asyncChannel, logger: logger)
    }

    /// Adds the pipeline that Hummingbird's own channel for HTTP/1.1 has behind the codec.
    private func addHTTPHandlers(
        to channel: any Channel,
        logger: Logger
    ) throws -> NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart> {
        let configuration = environment.configuration
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: configuration.isSecure))
        let idleTimeout = Duration.nanoseconds(configuration.idleTimeout.nanoseconds)
        try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: idleTimeout, logger: logger))
        return try NIOAsyncChannel(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true)
        )
    }
}
