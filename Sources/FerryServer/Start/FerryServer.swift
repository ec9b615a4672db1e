import FoundationEssentials
package import Logging
import NIOCore
import NIOPosix
import NetPrimitives
import Rendezvous
import ServiceLifecycle
import StateDirectory

/// The whole server: HTTP, and HTTPS if configured, sharing one set of rooms.
package struct FerryServer: Service {
    private let configuration: ServerConfiguration
    private let loops: ServerLoops
    private let environment: ServerEnvironment
    private let logger: Logger
    private let started: @Sendable (RunningServer) async -> Void

    /// The time for a graceful shutdown, in which clients are told and connections end by themselves. The rest is
    /// closed by force, so that all is over within five seconds.
    private static let drainTime = TimeAmount.seconds(4)

    /// - Parameters:
    ///   - configuration: The operator's decisions.
    ///   - loops: The event loops to run on.
    ///   - environment: The source of changes of addresses, names and time.
    ///   - logger: The log, which never contains file contents, codes or tokens.
    ///   - started: Called once, when all ports answer.
    package init(
        configuration: ServerConfiguration,
        loops: ServerLoops = .ofProcess,
        environment: ServerEnvironment = .system,
        logger: Logger,
        started: @escaping @Sendable (RunningServer) async -> Void
    ) {
        self.configuration = configuration
        self.loops = loops
        self.environment = environment
        self.logger = logger
        self.started = started
    }

    /// Serves until graceful shutdown or cancellation.
    ///
    /// - Throws: `StartError`, or an error of the state folder.
    package func run() async throws {
        let state = try StateDirectory(at: configuration.state)
        let lock = try state.lock()
        defer { withExtendedLifetime(lock) {} }
        let surroundings = environment.surroundings()
        let credentials = try RenewableCredentials.open(
            configuration.tls,
            state: state,
            machine: surroundings.certifiable,
            now: environment.now(),
            logger: logger
        )
        let identity = try IdentityKey.open(in: state)
        let loop = loops.connections.next()
        let metrics = ServerMetrics()
        let host = try await loop.submit { [configuration, logger] in
            RendezvousHost(
                configuration: Rendezvous.Configuration(configuration),
                identity: identity,
                metrics: metrics,
                eventLoop: loop,
                logger: logger
            )
        }.get()
        let assembly = ServerAssembly(
            configuration: configuration,
            surroundings: surroundings,
            credentials: credentials,
            host: host,
            metrics: metrics,
            startTime: Date().timeIntervalSince1970,
            logger: logger
        )
        try await serve(assembly, names: surroundings.names, on: loop)
    }

    /// - Parameter names: The machine's names at the start.
    private func serve(_ assembly: ServerAssembly, names: [String], on loop: any EventLoop) async throws {
        let address = await listenAddress()
        let turn = try await startTURN(assembly, at: address.host)
        // Also runs when a listener cannot start.
        defer { turn.host?.shutDown() }
        let roll = StartRoll(count: assembly.credentials == nil ? 1 : 2) { [started] ports in
            assembly.network.listening(port: ports[.http] ?? 0, tlsPort: ports[.https])
            await started(assembly.running(ports, turn: turn.host?.ports, warnings: address.warnings + turn.warnings))
        }
        let listeners = assembly.listeners(host: address.host, turn: turn.host, group: loops.connections) {
            await roll.listening($0, $1)
        }
        let watch = ServerWatch(
            environment: environment,
            names: names,
            credentials: assembly.credentials,
            network: assembly.network,
            host: assembly.host,
            turn: turn.host,
            rooms: assembly.rooms(turn: turn.host),
            logger: logger
        ).start(on: loop)
        defer { watch.cancel() }
        try await withGracefulShutdownHandler {
            try await withThrowingDiscardingTaskGroup { group in
                // They run side by side, since one after the other they would take twice the time to shut down.
                for listener in listeners { group.addTask { try await listener.run() } }
            }
        } onGracefulShutdown: { [logger] in
            logger.info("Shutting down.")
            assembly.host.tell { $0.shutDown() }
            turn.host?.shutDown()
            loop.scheduleTask(in: Self.drainTime) { assembly.connections.closeAll() }
        }
    }

    /// Starts TURN at the page's address, or at all addresses when the options name an address for it: then the page
    /// may be reachable through a proxy only.
    private func startTURN(_ assembly: ServerAssembly, at host: String) async throws -> TURNStart.Outcome {
        guard let options = configuration.turn else { return TURNStart.Outcome() }
        let isElsewhere = !options.external.isEmpty || options.publicAddress != nil
        let start = TURNStart(
            options: options,
            isBehindProxy: !configuration.trustedProxies.isEmpty,
            tls: assembly.credentials?.turn,
            connections: assembly.connections,
            network: assembly.network,
            eventLoop: loops.turn,
            logger: logger
        )
        let isLoopback = IPAddress(host)?.scope == .loopback
        let outcome = try await start.open(at: isElsewhere && isLoopback ? wildcard().host : host)
        if let turn = outcome.host { assembly.connect(turn) }
        return outcome
    }

    /// The address to listen on: the configured one, or else all. IPv6's wildcard includes IPv4, but some machines have
    /// no IPv6.
    private func listenAddress() async -> (host: String, warnings: [String]) {
        if let host = configuration.host { return (host, []) }
        return await wildcard()
    }

    private func wildcard() async -> (host: String, warnings: [String]) {
        let probe = try? await ServerBootstrap(group: loops.connections).bind(host: "::", port: 0).get()
        guard let probe else { return ("0.0.0.0", ["this machine has no IPv6, so Ferry is reached by IPv4 alone."]) }
        try? await probe.close()
        return ("::", [])
    }
}
