import Logging
import NIOCore
import NetPrimitives
import Rendezvous
import Synchronization
import WebSocketServer

/// The way to ``Rendezvous`` from any thread: hands everything to the one event loop it lives on, in order.
final class RendezvousHost: Sendable {
    /// The tokens that the relay takes.
    let tickets: RelayTickets
    private let eventLoop: any EventLoop
    private let driver: NIOLoopBound<RendezvousDriver>
    private let lastConnection = Atomic<UInt64>(0)

    /// Must be called on `eventLoop`, where the core will live.
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

    /// A name for a new socket.
    func nextConnection() -> ConnectionID {
        ConnectionID(lastConnection.wrappingAdd(1, ordering: .relaxed).newValue)
    }

    /// Calls `body` with the driver on its event loop, at once when this is it.
    func tell(_ body: @escaping @Sendable (RendezvousDriver) -> Void) {
        if eventLoop.inEventLoop {
            body(driver.value)
        } else {
            eventLoop.execute { [driver] in body(driver.value) }
        }
    }

    /// How the clients of the open signaling sockets came.
    func visits() -> EventLoopFuture<[ConnectionID: Visit]> {
        eventLoop.submit { [driver] in driver.value.visits }
    }

    /// How things stand.
    func statistics() async throws -> Rendezvous.Statistics {
        try await eventLoop.submit { [driver] in driver.value.statistics }.get()
    }
}
