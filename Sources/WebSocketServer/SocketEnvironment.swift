/// What the handlers of one server share, so that each of ten thousand sockets holds one reference to it.
final class SocketEnvironment: Sendable {
    /// Limits.
    let configuration: WebSocketServerConfiguration
    /// Timers.
    let sweepers: LoopSweepers
    /// Counts the connections that may send large heads.
    let largeHeads: LargeHeads

    init(configuration: WebSocketServerConfiguration) {
        self.configuration = configuration
        largeHeads = LargeHeads(most: configuration.largeHeads)
        sweepers = LoopSweepers(interval: configuration.sweepInterval)
    }
}
