package import NetPrimitives
import Synchronization

/// A limit on how often each client may do something, counted in windows of a fixed length: a client that is refused
/// knows when its share is whole again. Safe to use from any thread.
package final class RateLimit: Sendable {
    private struct Window {
        var start: Instant
        var used: Int
    }

    private let count: Int
    private let period: Duration
    private let windows = Mutex<[NetworkPrefix: Window]>([:])

    /// The most clients remembered; beyond that all are forgotten, rather than refuse new ones.
    private static let largest = 10_000

    /// - Parameters:
    ///   - count: The number of times allowed within `period`.
    ///   - period: The length of a window, which begins with the first time.
    package init(count: Int, per period: Duration) {
        self.count = count
        self.period = period
    }

    /// Counts one time for `address`. Returns whether it is within the limit.
    package func allows(_ address: IPAddress, now: Instant) -> Bool {
        let client = address.customerNetwork
        return windows.withLock { windows in
            var window = windows[client] ?? Window(start: now, used: 0)
            if now - window.start >= period { window = Window(start: now, used: 0) }
            guard window.used < count else { return false }
            window.used += 1
            if windows.count >= Self.largest { windows.removeAll() }
            windows[client] = window
            return true
        }
    }
}
