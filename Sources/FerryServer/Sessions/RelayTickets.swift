import NetPrimitives
import Synchronization

/// The relay tokens that may still be used, where every event loop can look: a handshake is answered on its own loop,
/// at once, and a wrong token must get its 403 before there is a socket.
final class RelayTickets: Sendable {
    private let deadlines = Mutex<[String: Instant]>([:])

    /// Makes `token` usable until `deadline`.
    func issue(_ token: String, until deadline: Instant, now: Instant) {
        deadlines.withLock { deadlines in
            deadlines = deadlines.filter { $0.value > now }
            deadlines[token] = deadline
        }
    }

    /// Uses `token` up. Says whether it was usable.
    func use(_ token: String, now: Instant) -> Bool {
        deadlines.withLock { deadlines in
            guard let deadline = deadlines.removeValue(forKey: token) else { return false }
            return now < deadline
        }
    }
}
