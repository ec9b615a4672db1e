package import FoundationEssentials

/// The source from which a server learns what changes while it runs. Tests bring their own.
package struct ServerEnvironment: Sendable {
    /// The machine's addresses and names now. May take its time.
    package var surroundings: @Sendable () -> Surroundings
    /// The time of day, which may jump.
    package var now: @Sendable () -> Date
    /// How long is waited between two looks at both.
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

    /// The machine this runs on, looked at every three seconds: reading everything takes about a millisecond, and who
    /// plugs in a cable waits no longer than that for the new QR code.
    package static let system = ServerEnvironment(
        surroundings: Surroundings.read,
        now: { Date() },
        interval: .seconds(3)
    )
}
