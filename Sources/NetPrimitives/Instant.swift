/// A point on a monotonic clock with an arbitrary zero.
///
/// Cores take the time as an argument; a shell reads its event loop's clock, a test counts.
package struct Instant: InstantProtocol, Sendable {
    /// Nanoseconds since the clock's zero.
    package var nanoseconds: Int64

    /// The instant that is `nanoseconds` after the clock's zero.
    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    package func advanced(by duration: Duration) -> Instant {
        Instant(nanoseconds: nanoseconds + duration.wholeNanoseconds)
    }

    package func duration(to other: Instant) -> Duration {
        .nanoseconds(other.nanoseconds - nanoseconds)
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The instant `duration` after `instant`.
    package static func + (instant: Instant, duration: Duration) -> Instant {
        instant.advanced(by: duration)
    }

    /// The time from `right` to `left`.
    package static func - (left: Instant, right: Instant) -> Duration {
        right.duration(to: left)
    }
}

extension Duration {
    /// The duration cut to whole nanoseconds. Traps beyond 292 years, far longer than any timer here.
    package var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
