import NetPrimitives

/// A permission for one peer address (RFC 8656 section 9).
struct Permission: Sendable {
    /// The lifetime: 5 minutes, which must not be changed (RFC 8656 section 9).
    static let lifetime: Duration = .seconds(300)

    /// The peer's address.
    var address: IPAddress
    /// The route of packets to it.
    var route: AddressPolicy.Route
    /// The time at which it ends.
    var end: Instant
}

/// A channel binding (RFC 8656 section 12).
struct Channel: Sendable {
    /// The lifetime: 10 minutes (RFC 8656 section 12).
    static let lifetime: Duration = .seconds(600)

    /// The channel number, in ``STUN/ChannelData/numbers``.
    var number: UInt16
    /// The peer that it is bound to.
    var peer: TransportAddress
    /// The time at which it ends.
    var end: Instant
}
