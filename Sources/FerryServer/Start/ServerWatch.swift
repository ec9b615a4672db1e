import Logging
import NIOCore
import NIOPosix
import Rendezvous

/// Looks every few seconds at what is not fixed at the start, the clock, the machine's addresses and names, and the
/// files of certificates, and has changes taken in and told to connected pages.
///
/// The system could wake it when addresses change (rtnetlink(7)), but would not for the clock, for names and for files;
/// looking is one way for all of them, on every system. It happens on a thread that may wait: an event loop may not.
struct ServerWatch: Sendable {
    let environment: ServerEnvironment
    /// Names that stay the machine's as long as the server runs.
    let names: [String]
    let credentials: RenewableCredentials?
    let network: NetworkView
    let host: RendezvousHost
    let turn: TURNHost?
    /// Says what clients are told of the network.
    let rooms: RoomAssignment
    let logger: Logger

    /// Looks again and again, until the task is cancelled, and never twice at once.
    func start(on eventLoop: any EventLoop) -> RepeatedTask {
        let interval = TimeAmount(environment.interval)
        return eventLoop.scheduleRepeatedAsyncTask(initialDelay: interval, delay: interval) { _ in
            NIOThreadPool.singleton.runIfActive(eventLoop: eventLoop) { look() }.flatMap { hasChanged in
                hasChanged ? tell(on: eventLoop) : eventLoop.makeSucceededVoidFuture()
            }
        }
    }

    /// Takes in what has changed, and says whether clients may have to know.
    private func look() -> Bool {
        let surroundings = environment.surroundings().adding(names: names)
        // Not even loopback: the system did not tell, as when all descriptors are in use.
        guard !surroundings.interfaces.addresses.isEmpty else { return false }
        let isRenewed = credentials?.review(surroundings.certifiable, now: environment.now()) ?? false
        let before = network.published.urls.first
        let hasMoved = network.update(surroundings)
        // The address and the QR code that were printed at the start lead nowhere then.
        let best = network.published.urls.first
        if let best, best != before { logger.notice("Open \(best) on other devices now.") }
        return hasMoved || isRenewed
    }

    /// Tells each client what it should know now. That is made on a thread, since there may be many.
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
