/// What the handlers of one server share, so that each of ten thousand sockets holds one reference to it.
final class SocketEnvironment: Sendable {
    /// Limits.
    let configuration: WebSocketServerConfiguration
    /// Timers.
    let sweepers: LoopSweepers

    init(configuration: WebSocketServerConfiguration) {
        self.configuration = configuration
        sweepers = LoopSweepers(interval: configuration.sweepInterval)
    }
}
