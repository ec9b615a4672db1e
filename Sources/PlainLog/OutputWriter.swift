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

/// Writes lines to a file descriptor from a thread of its own, so that nobody waits for whoever reads them: a pipe that
/// is never read, or a terminal that was stopped, holds up this thread alone.
package final class OutputWriter: Sendable {
    private struct State {
        var queue: OutputQueue
        /// The thread was told, and has not come to the end of the queue yet.
        var isWriting = false
    }

    /// Bytes that may wait: as much again as Linux keeps in a pipe.
    private static let capacity = 64 << 10

    private let descriptor: CInt
    private let thread: NIOThreadPool
    private let state: Mutex<State>

    /// Starts the thread. It is never ended, so a writer must be kept for as long as the program runs.
    ///
    /// - Parameters:
    ///   - descriptor: Where to write.
    ///   - notice: The line that stands in the place of so many dropped ones.
    package init(to descriptor: CInt, notice: @escaping @Sendable (Int) -> String) {
        self.descriptor = descriptor
        thread = NIOThreadPool(numberOfThreads: 1)
        thread.start()
        state = Mutex(State(queue: OutputQueue(capacity: Self.capacity, notice: notice)))
    }

    /// Has `line`, which ends with its line break, written soon. Returns at once, from any thread.
    package func write(_ line: String) {
        let isIdle = state.withLock { state in
            state.queue.add(line)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if isIdle { thread.submit { [self] _ in writeWaiting() } }
    }

    /// Waits until everything is written, or for so many seconds when nobody takes it. For the end of the program.
    ///
    /// The thread may be late instead, as on a busy machine: then the descriptor has room. It gets `longest` times as
    /// long, so that the last line, which says why the program ends, is not lost.
    package func finish(within seconds: Double) {
        let done = DispatchSemaphore(value: 0)
        thread.submit { _ in done.signal() }
        for _ in 0..<Self.longest {
            if done.wait(timeout: .now() + seconds) == .success || !hasRoom { return }
        }
    }

    /// With a quarter of a second, two seconds.
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

    /// Writes all, or gives up when nobody is there to read any more. That is no error: a server outlives its terminal.
    private func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN { waitForRoom() } else if count <= 0 { return }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// Another program that shares the descriptor may have made it non-blocking.
    private func waitForRoom() {
        _ = awaitRoom(for: -1)
    }

    /// Waits for so many milliseconds, or for ever with -1, until something can be written. Says whether it can.
    private func awaitRoom(for milliseconds: CInt) -> Bool {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&wanted, 1, milliseconds) > 0 && wanted.revents & Int16(POLLOUT) != 0
    }
}

/// The system call, which the methods above would hide by their name.
private func systemWrite(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
