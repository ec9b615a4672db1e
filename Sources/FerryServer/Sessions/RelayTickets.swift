import Rendezvous
import Synchronization

/// The tickets of the relay that are good now, and the only place that knows their tokens. Any event loop may ask: a
/// handshake is answered on its own loop, at once, and a token that is no good must get its 403 before there is a
/// socket.
final class RelayTickets: Sendable {
    private let seats = Mutex<[String: RelaySeat]>([:])

    /// Takes in new tickets.
    func issue(_ tickets: [RelayTicket]) {
        seats.withLock { seats in
            for ticket in tickets { seats[ticket.token] = ticket.seat }
        }
    }

    /// Forgets the tickets of `withdrawn`, as far as they were not used yet.
    func withdraw(_ withdrawn: [RelaySeat]) {
        seats.withLock { seats in
            seats = seats.filter { !withdrawn.contains($0.value) }
        }
    }

    /// Uses up the ticket with this token. Returns its seat, or nil when there is no such ticket.
    func use(_ token: String) -> RelaySeat? {
        seats.withLock { $0.removeValue(forKey: token) }
    }
}
