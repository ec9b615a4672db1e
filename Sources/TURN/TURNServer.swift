package import NIOCore
package import NetPrimitives

/// A TURN server (RFC 8656) that also answers STUN Binding requests (RFC 8489): packets in, packets out.
///
/// It owns no socket, reads no clock and starts no task. One instance serves all sockets, from one event loop.
package struct TURNServer: ~Copyable, Sendable {
    /// The options it was made with.
    package let configuration: Configuration
    private var network: LocalNetwork
    private var random: any RandomNumberGenerator & Sendable

    /// A server without allocations and without grants.
    package init(
        configuration: Configuration,
        network: LocalNetwork,
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.configuration = configuration
        self.network = network
        self.random = random
    }

    /// Counts for metrics.
    package var statistics: Statistics { Statistics() }

    /// When ``handleDeadlines(now:into:)`` is due, nil for never. It may have changed after each call.
    package var nextDeadline: Instant? { nil }

    /// Takes the server's new place in the network. Permissions that the policy no longer allows end.
    package mutating func update(_ network: LocalNetwork) {
        self.network = network
    }

    /// Takes a decision of the rendezvous.
    package mutating func apply(_ change: GrantChange, now: Instant, into output: inout Output) {}

    /// Takes one datagram from a client. `datagram` is only looked at during the call.
    package mutating func receive(
        _ datagram: RawSpan,
        from client: Client,
        now: Instant,
        into output: inout Output
    ) {}

    /// Takes what has come on a client's connection: reads all whole messages off `stream` and leaves the beginning of
    /// the next one there, at most ``STUN/StreamFrame/maximumSize`` bytes. The shell appends what comes next.
    ///
    /// After ``Action/closeStream(_:)`` the shell closes the connection and passes nothing of it any more.
    package mutating func receive(
        stream: inout ByteBuffer,
        from client: Client,
        now: Instant,
        into output: inout Output
    ) {}

    /// A client's connection has ended, by whoever's doing: its allocation ends with it.
    package mutating func streamClosed(_ client: Client, now: Instant, into output: inout Output) {}

    /// Takes one datagram that a relay socket received from `peer`, unmapped.
    package mutating func receive(
        _ datagram: RawSpan,
        at relay: RelayID,
        from peer: TransportAddress,
        now: Instant,
        into output: inout Output
    ) {}

    /// ``Action/openRelay(_:family:port:)`` was done.
    package mutating func relayOpened(_ relay: RelayID, now: Instant, into output: inout Output) {}

    /// ``Action/openRelay(_:family:port:)`` was not possible, most likely because somebody else has the port.
    package mutating func relayFailed(_ relay: RelayID, now: Instant, into output: inout Output) {}

    /// Does what is due at `now`.
    package mutating func handleDeadlines(now: Instant, into output: inout Output) {}
}
