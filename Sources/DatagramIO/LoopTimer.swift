package import NIOCore
package import NetPrimitives

/// One timer on an event loop, for a core that has a next deadline.
package final class LoopTimer {
    private let eventLoop: any EventLoop
    private let fire: () -> Void
    private var armed: (deadline: Instant, scheduled: Scheduled<Void>)?
    private var isStopped = false

    /// A timer that calls `fire` on `eventLoop`, where all its methods must be called.
    package init(on eventLoop: any EventLoop, fire: @escaping () -> Void) {
        self.eventLoop = eventLoop
        self.fire = fire
    }

    /// Makes sure that the timer fires no later than `deadline`; nil: it need not fire. It may fire early: a spurious
    /// wake-up is cheaper than re-arming after each event.
    package func ensure(by deadline: Instant?) {
        guard !isStopped, let deadline else { return }
        if let armed, armed.deadline <= deadline { return }
        armed?.scheduled.cancel()
        let scheduled = eventLoop.assumeIsolated().scheduleTask(deadline: NIODeadline(deadline)) { [weak self] in
            if let self { fired() }
        }
        armed = (deadline, scheduled)
    }

    /// Stops the timer for good.
    package func stop() {
        isStopped = true
        armed?.scheduled.cancel()
        armed = nil
    }

    private func fired() {
        armed = nil
        if !isStopped { fire() }
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
