import Synchronization

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

/// Counts the connections of a listener that may send large request heads at the same time. A browser sends the
/// cookies of every program on a host to each of them, whatever its port, so a head can be large through no fault of
/// anybody; but nobody may fill the memory with heads that do not end.
final class LargeHeads: Sendable {
    /// The right of one connection to send a large head. It is given back when nobody holds it any more.
    final class Reservation: Sendable {
        private let heads: LargeHeads

        fileprivate init(_ heads: LargeHeads) { self.heads = heads }

        deinit { heads.taken.subtract(1, ordering: .relaxed) }
    }

    private let most: Int
    private let taken = Atomic<Int>(0)

    init(most: Int) { self.most = most }

    /// A reservation, or nil when all are taken.
    func take() -> Reservation? {
        guard taken.add(1, ordering: .relaxed).newValue <= most else {
            taken.subtract(1, ordering: .relaxed)
            return nil
        }
        return Reservation(self)
    }
}
