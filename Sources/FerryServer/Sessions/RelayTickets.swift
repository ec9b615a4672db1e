import Synchronization

/// The relay tokens that may be used now, where every event loop can look: a handshake is answered on its own loop, at
/// once, and a token that is no good must get its 403 before there is a socket. `Rendezvous` says which ones they are.
final class RelayTickets: Sendable {
    private let usable = Mutex<Set<String>>([])

    /// Makes `tokens` usable.
    func issue(_ tokens: [String]) {
        usable.withLock { $0.formUnion(tokens) }
    }

    /// Makes `tokens` useless, if they were not used yet.
    func withdraw(_ tokens: [String]) {
        usable.withLock { $0.subtract(tokens) }
    }

    /// Uses `token` up. Says whether it was usable.
    func use(_ token: String) -> Bool {
        usable.withLock { $0.remove(token) != nil }
    }
}
