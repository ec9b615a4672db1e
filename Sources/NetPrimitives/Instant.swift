/// A point on a monotonic clock whose zero means nothing.
///
/// Cores take it as an argument; a shell makes it from its event loop's clock, a test from a counter.
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

    /// How long after `right` the instant `left` is.
    package static func - (left: Instant, right: Instant) -> Duration {
        right.duration(to: left)
    }
}

extension Duration {
    /// The duration cut to whole nanoseconds. Holds up to 292 years, far beyond any timer here.
    package var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
