import NetPrimitives

/// Lets one address send to a client, and the client to it (RFC 8656 section 9).
struct Permission: Sendable {
    /// RFC 8656 section 9: 5 minutes, not to be changed.
    static let lifetime: Duration = .seconds(300)

    /// Of the peer.
    var address: IPAddress
    /// How packets reach it.
    var route: AddressPolicy.Route
    /// When it ends.
    var end: Instant
}

/// A short name for a peer (RFC 8656 section 12).
struct Channel: Sendable {
    /// RFC 8656 section 12: 10 minutes.
    static let lifetime: Duration = .seconds(600)

    /// The name, in ``STUN/ChannelData/numbers``.
    var number: UInt16
    /// Whose it is.
    var peer: TransportAddress
    /// When it ends.
    var end: Instant
}
