package import Logging
import ServiceLifecycle
import UnixSignals

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A server as its own process, with its descriptor limit and signals.
package enum ServerProcess {
    /// Serves until SIGTERM or SIGINT, then ends within five seconds; a second signal ends at once.
    ///
    /// - Parameter started: Called once, when all ports answer.
    /// - Throws: `StartError`, or an error of the state folder.
    package static func run(
        _ configuration: ServerConfiguration,
        logger: Logger,
        started: @escaping @Sendable (RunningServer) async -> Void
    ) async throws {
        try DescriptorLimit.raise()
        // A write to a closed socket must return an error instead of ending the process.
        signal(SIGPIPE, SIG_IGN)
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .error)
        let server = FerryServer(configuration: configuration, logger: logger, started: started)
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: server), .init(service: SecondSignal())],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: quiet
            )
        )
        try await group.run()
    }
}

/// Restores the default effect of both signals after the first one.
private struct SecondSignal: Service {
    func run() async throws {
        try await gracefulShutdown()
        for number in [SIGTERM, SIGINT] { signal(number, SIG_DFL) }
    }
}
