package import NetPrimitives

/// The server's decisions: who sees whom, who may talk to whom, which code and which relay pairing is whose.
///
/// Events go in, actions come out; it owns no socket, reads no clock and starts no task. One instance is the whole
/// server's, to be used from one place at a time.
package struct Rendezvous: ~Copyable {
    /// The options it was made with.
    package let configuration: Configuration
    /// Where identifiers, codes and tokens come from. Cryptographically secure, except in tests.
    var random: any RandomNumberGenerator & Sendable
    /// Signs identities.
    let identity: IdentityKey

    /// A server without devices.
    package init(
        configuration: Configuration,
        identity: IdentityKey,
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.configuration = configuration
        self.identity = identity
        self.random = random
    }

    /// Takes an event and returns what is to be done about it. `now` never goes back.
    package mutating func handle(_ event: Event, now: Instant) -> [Action] {
        []
    }

    /// When ``Event/timer`` is due, nil for never. It may have changed after each event.
    package var nextDeadline: Instant? { nil }

    /// How things stand.
    package var statistics: Statistics { Statistics() }
}
