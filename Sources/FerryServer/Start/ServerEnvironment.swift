package import FoundationEssentials

/// The source from which a server learns of changes while it runs. Tests use their own.
package struct ServerEnvironment: Sendable {
    /// Reads the machine's present addresses and names. May block.
    package var surroundings: @Sendable () -> Surroundings
    /// The time of day, which may jump.
    package var now: @Sendable () -> Date
    /// The time between two looks at both.
    package var interval: Duration

    /// An environment of these parts.
    package init(
        surroundings: @escaping @Sendable () -> Surroundings,
        now: @escaping @Sendable () -> Date,
        interval: Duration
    ) {
        self.surroundings = surroundings
        self.now = now
        self.interval = interval
    }

    /// The real machine, read every three seconds: a reading takes about a millisecond, and a person who plugs in a
    /// cable sees the new QR code after at most that time.
    package static let system = ServerEnvironment(
        surroundings: Surroundings.read,
        now: { Date() },
        interval: .seconds(3)
    )
}
