import NIOCore
import NetPrimitives
import Synchronization

/// The open TCP connections of all listeners: limits their number, and can close all of them.
final class ConnectionTable: Sendable {
    /// Connections per socket. A browser opens up to six for a page besides its sockets; idle ones are closed after a
    /// minute.
    private static let connectionsPerSocket = 8

    private let budget: SocketBudget
    private let metrics: ServerMetrics
    private let isTrustedProxy: @Sendable (IPAddress) -> Bool
    private let heap = HeapKeeper()
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    /// - Parameters:
    ///   - socketsPerClient: The limit on WebSockets of one client, from which the limit on its connections follows.
    ///   - total: The limit on all connections.
    ///   - metrics: The counters of connections and refusals.
    ///   - isTrustedProxy: Whether an address is a proxy's, with many clients behind it.
    init(
        socketsPerClient: Int,
        total: Int,
        metrics: ServerMetrics,
        isTrustedProxy: @escaping @Sendable (IPAddress) -> Bool
    ) {
        let perClient = socketsPerClient.multipliedReportingOverflow(by: Self.connectionsPerSocket)
        budget = SocketBudget(
            limits: .init(perClient: perClient.overflow ? .max : perClient.partialValue, total: total)
        )
        self.metrics = metrics
        self.isTrustedProxy = isTrustedProxy
    }

    /// Adds `channel` until it closes. Returns false when there is no room; the caller must then close it.
    func add(_ channel: any Channel) -> Bool {
        guard let peer = channel.remoteAddress.flatMap(IPAddress.init(socketAddress:)) else { return false }
        let reservation: SocketBudget.Reservation
        do {
            reservation = try budget.take(for: isTrustedProxy(peer) ? nil : peer)
        } catch {
            metrics.refusals.add(error == .client ? .connections : .descriptors)
            return false
        }
        let key = ObjectIdentifier(channel)
        channels.withLock { $0[key] = channel }
        metrics.connections.add(1)
        channel.closeFuture.whenComplete { [self] _ in
            withExtendedLifetime(reservation) {
                channels.withLock { $0[key] = nil }
                metrics.connections.add(-1)
                heap.connectionEnded(on: channel.eventLoop)
            }
        }
        return true
    }

    /// Closes all connections by force.
    func closeAll() {
        for channel in channels.withLock({ Array($0.values) }) { channel.close(promise: nil) }
    }
}
