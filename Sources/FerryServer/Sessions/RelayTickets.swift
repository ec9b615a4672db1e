import Rendezvous
import Synchronization

/// The valid tickets of the relay, and the only place that knows their tokens. Safe to use from any thread: a handshake
/// is answered on its own event loop, at once, and an invalid token must get its 403 before there is a socket.
final class RelayTickets: Sendable {
    private let seats = Mutex<[String: RelaySeat]>([:])

    /// Adds new tickets.
    func issue(_ tickets: [RelayTicket]) {
        seats.withLock { seats in
            for ticket in tickets { seats[ticket.token] = ticket.seat }
        }
    }

    /// Removes the unused tickets of the seats `withdrawn`.
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
