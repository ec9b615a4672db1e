import Logging
import NetPrimitives
import Synchronization

/// Tells the operator about proxies that are not trusted, once for each.
final class ProxyNotice: Sendable {
    private let logger: Logger
    private let told = Mutex<Set<IPAddress>>([])

    /// Anybody can send a forwarding header; beyond this many the log has said it often enough.
    private static let most = 32

    init(logger: Logger) {
        self.logger = logger
    }

    /// Looks at a client's visit.
    func seen(_ visit: Visit) {
        guard visit.origin == .untrustedProxy else { return }
        let isNew = told.withLock { $0.count < Self.most && $0.insert(visit.peer).inserted }
        guard isNew else { return }
        logger.warning(
            """
            Requests come by a proxy at \(visit.peer) that is not trusted, so nobody behind it is put into a room. \
            If it is yours: ferry serve --trust-proxy \(visit.peer)
            """
        )
    }
}
