import Dispatch
import NIOPosix
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A writer of lines to a file descriptor on its own thread. A pipe that is never read, or a stopped terminal, blocks
/// that thread only.
package final class OutputWriter: Sendable {
    private struct State {
        var queue: OutputQueue
        /// Whether the thread has been started on the queue and has not emptied it yet.
        var isWriting = false
    }

    /// The most bytes in the queue: as many as Linux keeps in a pipe.
    private static let capacity = 64 << 10

    private let descriptor: CInt
    private let thread: NIOThreadPool
    private let state: Mutex<State>

    /// Starts the thread. The thread never ends, so keep the writer for as long as the program runs.
    ///
    /// - Parameters:
    ///   - descriptor: The file descriptor to write to.
    ///   - notice: The line that replaces the given number of dropped lines.
    package init(to descriptor: CInt, notice: @escaping @Sendable (Int) -> String) {
        self.descriptor = descriptor
        thread = NIOThreadPool(numberOfThreads: 1)
        thread.start()
        state = Mutex(State(queue: OutputQueue(capacity: Self.capacity, notice: notice)))
    }

    /// Queues `line`, which ends with a line break, to be written soon. Returns at once. May be called from any thread.
    package func write(_ line: String) {
        let isIdle = state.withLock { state in
            state.queue.add(line)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if isIdle { thread.submit { [self] _ in writeWaiting() } }
    }

    /// Waits until everything is written, or at most `seconds` when the reader takes nothing. For the end of the
    /// program.
    ///
    /// On a busy machine the thread itself may be late, while the descriptor has room. Then the wait is up to `longest`
    /// times as long, so that the last line, which gives the reason why the program ends, is not lost.
    package func finish(within seconds: Double) {
        let done = DispatchSemaphore(value: 0)
        thread.submit { _ in done.signal() }
        for _ in 0..<Self.longest {
            if done.wait(timeout: .now() + seconds) == .success || !hasRoom { return }
        }
    }

    /// The number of waits while the descriptor has room: two seconds with a quarter of a second each.
    private static let longest = 8

    private var hasRoom: Bool { awaitRoom(for: 0) }

    private func writeWaiting() {
        while let bytes = next() { write(bytes) }
    }

    private func next() -> [UInt8]? {
        state.withLock { state in
            let bytes = state.queue.take()
            if bytes == nil { state.isWriting = false }
            return bytes
        }
    }

    /// Writes all of `bytes`, or gives up when the reader is gone. This is not an error: a server outlives its
    /// terminal.
    private func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN { waitForRoom() } else if count <= 0 { return }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// Waits until the descriptor has room: another program that shares it may have made it non-blocking.
    private func waitForRoom() {
        _ = awaitRoom(for: -1)
    }

    /// Waits until the descriptor can be written to, for at most `milliseconds`, without limit for -1. Returns whether
    /// it can.
    private func awaitRoom(for milliseconds: CInt) -> Bool {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&wanted, 1, milliseconds) > 0 && wanted.revents & Int16(POLLOUT) != 0
    }
}

/// The system call, whose name the methods above hide.
private func systemWrite(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
