import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import WebSocketServer

/// One listening port: a Hummingbird server with our channel under it.
struct Listener: Service {
    /// The address to listen on.
    let host: String
    /// The port; 0: any free one.
    let port: UInt16
    /// The option that sets the port, for error messages.
    let portOption: String
    /// The handler of HTTP requests.
    let site: Site
    /// The handler of WebSocket handshakes.
    let door: SocketDoor
    let connections: ConnectionTable
    /// The current TLS context; nil for HTTP.
    let tls: (@Sendable () -> NIOSSLContext)?
    let eventLoopGroup: any EventLoopGroup
    let logger: Logger
    /// Called with the port once it listens.
    let listening: @Sendable (UInt16) async -> Void

    /// Serves until graceful shutdown.
    ///
    /// - Throws: `StartError` when it cannot listen.
    func run() async throws {
        let application = Application(
            responder: SiteResponder(site: site),
            server: server(),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: Int(port)),
                // After a restart, all clients come back within a second.
                backlog: 1024,
                reuseAddress: true
            ),
            onServerRunning: { channel in
                await listening(UInt16(clamping: channel.localAddress?.port ?? Int(port)))
            },
            eventLoopGroupProvider: .shared(eventLoopGroup),
            logger: quietLogger
        )
        do {
            try await application.run()
        } catch let error as IOError {
            throw StartError(error, listener: self)
        } catch is SocketAddressError.UnknownHost {
            throw StartError.addressUnavailable(host)
        }
    }

    private func server() -> HTTPServerBuilder {
        var configuration = WebSocketServerConfiguration(
            webSocketPaths: [SocketDoor.signalingPath, SocketDoor.relayPath]
        )
        configuration.isSecure = tls != nil
        return HTTPServerBuilder { [configuration] responder in
            let channel = WebSocketUpgradeChannel(responder: responder, configuration: configuration, admit: door.admit)
            let bounded = BoundedChannel(base: channel, connections: connections)
            guard let tls else { return bounded }
            return CurrentTLSChannel(base: bounded, context: tls)
        }
    }

    /// Hummingbird's own info lines repeat ours in other words.
    private var quietLogger: Logger {
        var quiet = logger
        if quiet.logLevel == .info || quiet.logLevel == .notice { quiet.logLevel = .warning }
        return quiet
    }
}
