import CHeap
import NIOCore
import NIOPosix
import Synchronization

/// Returns memory to the system some time after many connections have ended.
///
/// The C library never returns free memory that lies between blocks in use, and after a flood that is most of the heap.
final class HeapKeeper: Sendable {
    /// The number of ended connections that is worth a trim: a connection takes up to 20 kB.
    private static let worthwhile = 64
    /// The delay after which most of a flood is over, and the memory of its connections is free.
    private static let delay = TimeAmount.seconds(5)

    private struct State {
        var ended = 0
        var isScheduled = false
    }

    private let state = Mutex(State())

    /// Counts an ended connection of `eventLoop`.
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
            // It takes some milliseconds, so it runs neither on the event loop nor on a thread that serves pages.
            NIOThreadPool.singleton.submit { _ in heap_trim() }
        }
    }
}
