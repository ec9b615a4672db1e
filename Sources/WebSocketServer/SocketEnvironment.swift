import Synchronization

/// The shared state of one server's handlers, so that each of ten thousand sockets holds one reference to it.
final class SocketEnvironment: Sendable {
    /// The limits.
    let configuration: WebSocketServerConfiguration
    /// The sweepers that check deadlines.
    let sweepers: LoopSweepers
    /// Counts the connections that may send large heads.
    let largeHeads: LargeHeads

    init(configuration: WebSocketServerConfiguration) {
        self.configuration = configuration
        largeHeads = LargeHeads(most: configuration.largeHeads)
        sweepers = LoopSweepers(interval: configuration.sweepInterval)
    }
}

/// Counts the connections of a listener that may send large request heads at the same time. A browser sends the cookies
/// of every program on a host to each of them, whatever its port, so an honest client can have a large head; the limit
/// keeps clients from filling the memory with heads that do not end.
final class LargeHeads: Sendable {
    /// The right of one connection to send a large head. It ends with its last reference.
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
