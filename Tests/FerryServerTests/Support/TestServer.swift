import FerryServer
import FoundationEssentials
import Logging
import NIOCore
import NetPrimitives
import ServiceLifecycle

/// A test's own server, on loopback.
struct TestServer: Sendable {
    /// The port of HTTP.
    let port: Int
    /// The port of HTTPS.
    let tlsPort: Int?
    /// The server's facts about itself after its start.
    let running: RunningServer
    /// The folder of its keys.
    let state: String
    private let group: ServiceGroup

    /// The value of `Host` in the tests' requests.
    var authority: String { "127.0.0.1:\(port)" }

    /// Shuts the server down, as a signal does.
    func shutDown() async {
        await group.triggerGracefulShutdown()
    }

    /// Runs a server while `body` runs; rethrows what the server throws.
    ///
    /// - Parameters:
    ///   - state: The folder of its keys; nil for a new one that is removed afterwards.
    ///   - environment: The source of changes of addresses, names and time.
    ///   - log: Collects the server's log.
    ///   - change: Changes the configuration, which listens on free ports of 127.0.0.1.
    static func run<Result: Sendable>(
        state: String? = nil,
        environment: ServerEnvironment = .system,
        log: LogBook = LogBook(),
        _ change: (inout ServerConfiguration) -> Void = { _ in },
        body: @escaping @Sendable (TestServer) async throws -> Result
    ) async throws -> Result {
        let folder = state ?? temporaryFolder()
        defer { if state == nil { try? FileManager.default.removeItem(atPath: folder) } }
        var configuration = ServerConfiguration(port: 0, tlsPort: 0, state: folder)
        configuration.host = "127.0.0.1"
        configuration.turn?.port = 0
        configuration.turn?.tlsPort = 0
        change(&configuration)
        return try await serve(configuration, environment, log, body: body)
    }

    /// A path where nothing exists yet.
    static func temporaryFolder() -> String {
        FileManager.default.temporaryDirectory.appending(path: "ferry-\(UUID().uuidString)").path
    }

    private static func serve<Result: Sendable>(
        _ configuration: ServerConfiguration,
        _ environment: ServerEnvironment,
        _ log: LogBook,
        body: @escaping @Sendable (TestServer) async throws -> Result
    ) async throws -> Result {
        let (started, continuation) = AsyncStream.makeStream(of: RunningServer.self)
        let logger = Logger(label: "test") { _ in log.handler }
        let server = FerryServer(configuration: configuration, environment: environment, logger: logger) {
            continuation.yield($0)
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: server, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: logger
            )
        )
        return try await withThrowingTaskGroup(of: Result?.self) { tasks in
            tasks.addTask {
                defer { continuation.finish() }
                try await group.run()
                return nil
            }
            tasks.addTask {
                for await running in started {
                    let server = TestServer(
                        port: Int(running.port),
                        tlsPort: running.tlsPort.map(Int.init),
                        running: running,
                        state: configuration.state,
                        group: group
                    )
                    let result = try await body(server)
                    await group.triggerGracefulShutdown()
                    return result
                }
                return nil
            }
            var result: Result?
            for try await value in tasks { result = value ?? result }
            guard let result else { throw TestServerEnded() }
            return result
        }
    }
}

/// The error of a server that ended before it had started.
struct TestServerEnded: Error {}
