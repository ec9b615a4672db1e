import CHeap
import NIOCore
import NIOPosix
import Synchronization

/// Gives memory back to the system some time after many connections have ended.
///
/// The C library keeps what was freed between what is still in use, which after a flood is most of the heap, and for
/// ever.
final class HeapKeeper: Sendable {
    /// Fewer than this many leave nothing behind that is worth looking for: a connection takes up to 20 kB.
    private static let worthwhile = 64
    /// Long enough for a flood to be over mostly, and for what a connection leaves behind to be freed.
    private static let delay = TimeAmount.seconds(5)

    private struct State {
        var ended = 0
        var isScheduled = false
    }

    private let state = Mutex(State())

    /// A connection of `eventLoop` has ended.
    func connectionEnded(on eventLoop: any EventLoop) {
        let isDue = state.withLock { state in
            state.ended += 1
            guard state.ended >= Self.worthwhile, !state.isScheduled else { return false }
            state.isScheduled = true
            return true
        }
        guard isDue else { return }
        eventLoop.scheduleTask(in: Self.delay) { [self] in
            state.withLock { $0 = State() }
            // Not on the event loop, nor on a thread that answers for pages: it takes its time.
            NIOThreadPool.singleton.submit { _ in heap_trim() }
        }
    }
}
