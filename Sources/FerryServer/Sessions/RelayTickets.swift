import NetPrimitives
import Synchronization

/// The relay tokens that may still be used, where every event loop can look: a handshake is answered on its own loop,
/// at once, and a wrong token must get its 403 before there is a socket.
final class RelayTickets: Sendable {
    private struct Tickets {
        var deadlines: [String: Instant] = [:]
        /// How many there are when those that ran out are looked for the next time.
        var limit = RelayTickets.smallest
    }

    /// Below this many it is not worth looking.
    private static let smallest = 128

    private let tickets = Mutex(Tickets())

    /// Makes `token` usable until `deadline`.
    ///
    /// Devices can ask for the relay again and again, so looking through all tickets each time would let a few of them
    /// keep the server busy.
    func issue(_ token: String, until deadline: Instant, now: Instant) {
        tickets.withLock { tickets in
            if tickets.deadlines.count >= tickets.limit {
                tickets.deadlines = tickets.deadlines.filter { $0.value > now }
                tickets.limit = max(Self.smallest, 2 * tickets.deadlines.count)
            }
            tickets.deadlines[token] = deadline
        }
    }

    /// Uses `token` up. Says whether it was usable.
    func use(_ token: String, now: Instant) -> Bool {
        tickets.withLock { tickets in
            guard let deadline = tickets.deadlines.removeValue(forKey: token) else { return false }
            return now < deadline
        }
    }
}
