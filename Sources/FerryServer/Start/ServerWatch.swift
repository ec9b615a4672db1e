import Logging
import NIOCore
import NIOPosix
import Rendezvous

/// Checks every few seconds for changes of the clock, of the machine's addresses and names, and of certificate files,
/// applies them, and tells connected pages.
///
/// The system can report changed addresses (rtnetlink(7)), but not the clock, names and files. Polling serves all of
/// them, on every system. It runs on a thread that may block, unlike an event loop.
struct ServerWatch: Sendable {
    let environment: ServerEnvironment
    /// Names that the machine keeps for as long as the server runs.
    let names: [String]
    let credentials: RenewableCredentials?
    let network: NetworkView
    let host: RendezvousHost
    let turn: TURNHost?
    /// The assignment that makes the clients' contexts.
    let rooms: RoomAssignment
    let logger: Logger

    /// Checks repeatedly until the task is cancelled; checks never overlap.
    func start(on eventLoop: any EventLoop) -> RepeatedTask {
        let interval = TimeAmount(environment.interval)
        return eventLoop.scheduleRepeatedAsyncTask(initialDelay: interval, delay: interval) { _ in
            NIOThreadPool.singleton.runIfActive(eventLoop: eventLoop) { look() }.flatMap { hasChanged in
                hasChanged ? tell(on: eventLoop) : eventLoop.makeSucceededVoidFuture()
            }
        }
    }

    /// Applies changes. Returns whether clients may have to know.
    private func look() -> Bool {
        let surroundings = environment.surroundings().adding(names: names)
        // An empty list, without even loopback, means that reading failed, for example because all descriptors are in
        // use.
        guard !surroundings.interfaces.addresses.isEmpty else { return false }
        let isRenewed = credentials?.review(surroundings.certifiable, now: environment.now()) ?? false
        let before = network.published.urls.first
        let hasMoved = network.update(surroundings)
        // The address and the QR code that were printed at the start no longer work then.
        let best = network.published.urls.first
        if let best, best != before { logger.notice("Open \(best) on other devices now.") }
        return hasMoved || isRenewed
    }

    /// Tells each client its new context. There may be many, so the contexts are made on another thread.
    private func tell(on eventLoop: any EventLoop) -> EventLoopFuture<Void> {
        turn?.networkChanged()
        return host.visits().hop(to: eventLoop).flatMap { visits in
            NIOThreadPool.singleton.runIfActive(eventLoop: eventLoop) {
                let contexts = visits.mapValues { rooms.context(of: $0) }
                host.tell { $0.contextsChanged(to: contexts) }
            }
        }
    }
}
