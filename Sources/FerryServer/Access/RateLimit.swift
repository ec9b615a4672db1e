package import NetPrimitives
import Synchronization

/// Lets each client do something so many times in a while. Any thread may ask.
package final class RateLimit: Sendable {
    private struct Window {
        var start: Instant
        var used: Int
    }

    private let count: Int
    private let period: Duration
    private let windows = Mutex<[NetworkPrefix: Window]>([:])

    /// Clients remembered at once; beyond that all are forgotten, which is kinder than refusing newcomers.
    private static let largest = 10_000

    /// - Parameters:
    ///   - count: How often within `period`.
    ///   - period: From the first time on.
    package init(count: Int, per period: Duration) {
        self.count = count
        self.period = period
    }

    /// Counts one time for `address`, and says whether it is within the limit.
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
