import Logging
import NetPrimitives
import Synchronization

/// Warns the operator about untrusted proxies, once for each.
final class ProxyNotice: Sendable {
    private let logger: Logger
    private let told = Mutex<Set<IPAddress>>([])

    /// The most proxies to warn about: any client can send a forwarding header.
    private static let most = 32

    init(logger: Logger) {
        self.logger = logger
    }

    /// Checks a client's visit.
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
