package import NIOCore
package import NetPrimitives

/// One timer on an event loop, for a core that has a next deadline.
package final class LoopTimer {
    private let eventLoop: any EventLoop
    private let fire: () -> Void
    private var state = State.idle

    private enum State {
        /// No deadline is set.
        case idle
        /// It fires at the deadline.
        case armed(Instant, Scheduled<Void>)
        /// It has been stopped and never fires again.
        case stopped
    }

    /// A timer that calls `fire` on `eventLoop`, where all its methods must be called.
    package init(on eventLoop: any EventLoop, fire: @escaping () -> Void) {
        self.eventLoop = eventLoop
        self.fire = fire
    }

    /// Makes sure that the timer fires no later than `deadline`; nil: it need not fire. It may fire early: a spurious
    /// wake-up is cheaper than re-arming after each event.
    package func ensure(by deadline: Instant?) {
        guard let deadline else { return }
        switch state {
        case .stopped: return
        case .armed(let earlier, _) where earlier <= deadline: return
        case .armed(_, let scheduled): scheduled.cancel()
        case .idle: break
        }
        let scheduled = eventLoop.assumeIsolated().scheduleTask(deadline: NIODeadline(deadline)) { [weak self] in
            if let self { fired() }
        }
        state = .armed(deadline, scheduled)
    }

    /// Stops the timer for good.
    package func stop() {
        if case .armed(_, let scheduled) = state { scheduled.cancel() }
        state = .stopped
    }

    private func fired() {
        guard case .armed = state else { return }
        state = .idle
        fire()
    }
}

extension Instant {
    /// The same point on the event loop's clock.
    package init(_ deadline: NIODeadline) {
        self.init(nanoseconds: Int64(clamping: deadline.uptimeNanoseconds))
    }
}

extension NIODeadline {
    /// The same point on the event loop's clock.
    package init(_ instant: Instant) {
        self = .uptimeNanoseconds(UInt64(clamping: instant.nanoseconds))
    }
}
