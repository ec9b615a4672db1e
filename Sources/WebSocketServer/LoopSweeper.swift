import NIOCore
import Synchronization

/// A handler with deadlines that need no precision of milliseconds.
protocol Sweepable: AnyObject {
    /// The slot in the sweeper; `nil` while not registered. Only the sweeper sets it.
    var sweepSlot: Int? { get set }

    /// Checks its deadlines. May register and unregister itself and others.
    func sweep(now: NIODeadline)
}

/// Visits all handlers of one event loop at an interval: one timer for ten thousand sockets instead of a scheduled task
/// for each. Bound to its loop.
final class LoopSweeper {
    private let eventLoop: any EventLoop
    private let interval: TimeAmount
    private var members: [any Sweepable] = []
    private var timer: Scheduled<Void>?

    init(eventLoop: any EventLoop, interval: TimeAmount) {
        self.eventLoop = eventLoop
        self.interval = interval
    }

    /// Visits `member` from now on.
    func register(_ member: any Sweepable) {
        guard member.sweepSlot == nil else { return }
        member.sweepSlot = members.count
        members.append(member)
        startTimer()
    }

    /// Stops visiting `member`, and releases it.
    func unregister(_ member: any Sweepable) {
        guard let slot = member.sweepSlot else { return }
        member.sweepSlot = nil
        let last = members.removeLast()
        if last !== member {
            members[slot] = last
            last.sweepSlot = slot
        }
        if members.isEmpty {
            timer?.cancel()
            timer = nil
        }
    }

    private func startTimer() {
        guard timer == nil else { return }
        timer = eventLoop.assumeIsolated().scheduleTask(in: interval) { self.tick() }
    }

    private func tick() {
        timer = nil
        let now = eventLoop.now
        // Backwards, so a member that unregisters itself is replaced by one that was already visited.
        for slot in members.indices.reversed() where slot < members.count {
            members[slot].sweep(now: now)
        }
        if !members.isEmpty { startTimer() }
    }
}

/// The sweepers of all event loops of a server.
final class LoopSweepers: Sendable {
    private let interval: TimeAmount
    private let sweepers = Mutex<[ObjectIdentifier: NIOLoopBound<LoopSweeper>]>([:])

    init(interval: TimeAmount) { self.interval = interval }

    /// The sweeper of `eventLoop`; must be called on it.
    func sweeper(of eventLoop: any EventLoop) -> LoopSweeper {
        let bound = sweepers.withLock { sweepers in
            let key = ObjectIdentifier(eventLoop)
            if let existing = sweepers[key] { return existing }
            let new = NIOLoopBound(LoopSweeper(eventLoop: eventLoop, interval: interval), eventLoop: eventLoop)
            sweepers[key] = new
            return new
        }
        return bound.value
    }
}
