import Logging
import NIOCore
import NetPrimitives
import Rendezvous
import Synchronization
import WebSocketServer

/// The thread-safe entry to ``Rendezvous``: calls are forwarded in order to its event loop.
final class RendezvousHost: Sendable {
    /// The tokens that the relay accepts.
    let tickets: RelayTickets
    private let eventLoop: any EventLoop
    private let driver: NIOLoopBound<RendezvousDriver>
    private let lastConnection = Atomic<UInt64>(0)

    /// A host whose core lives on `eventLoop`, on which this must be called.
    init(
        configuration: Rendezvous.Configuration,
        identity: IdentityKey,
        metrics: ServerMetrics,
        eventLoop: any EventLoop,
        logger: Logger
    ) {
        self.eventLoop = eventLoop
        tickets = RelayTickets()
        let driver = RendezvousDriver(
            core: Rendezvous(configuration: configuration, identity: identity),
            eventLoop: eventLoop,
            tickets: tickets,
            metrics: metrics,
            logger: logger
        )
        self.driver = NIOLoopBound(driver, eventLoop: eventLoop)
    }

    /// An ID for a new socket.
    func nextConnection() -> ConnectionID {
        ConnectionID(lastConnection.wrappingAdd(1, ordering: .relaxed).newValue)
    }

    /// Calls `body` with the driver on its event loop, at once when this is the current one.
    func tell(_ body: @escaping @Sendable (RendezvousDriver) -> Void) {
        if eventLoop.inEventLoop {
            body(driver.value)
        } else {
            eventLoop.execute { [driver] in body(driver.value) }
        }
    }

    /// The visits of the open signaling sockets' clients.
    func visits() -> EventLoopFuture<[ConnectionID: Visit]> {
        eventLoop.submit { [driver] in driver.value.visits }
    }

    /// The core's present statistics.
    func statistics() async throws -> Rendezvous.Statistics {
        try await eventLoop.submit { [driver] in driver.value.statistics }.get()
    }
}
