package import NetPrimitives
package import Signaling

/// What becomes of a grant: one device's right to use TURN towards one other.
///
/// ``Rendezvous`` decides about grants, the TURN server holds to them.
package enum TURNChange: Hashable, Sendable {
    /// The grant holds until then: allocations can be made and refreshed. Said again of a grant that is there, it
    /// prolongs it and changes nothing else.
    case granted(GrantID, to: GrantHolder, until: Instant)
    /// Where the grant's device may send to, instead of what was said before; at most
    /// ``Rendezvous/Configuration/TURN/addresses``.
    case peerAddresses(GrantID, [IPAddress])
    /// One of the two has lost its signaling: no allocation can be made, and those that are there can be refreshed
    /// until then.
    case suspended(GrantID, until: Instant)
    /// Both are back: the grant is what it was before it was suspended.
    case resumed(GrantID)
    /// The grant is over, and what was allocated under it.
    case revoked(GrantID)
    /// A grant, until then, that is good for being seen and for nothing else: its Allocate requests are answered with
    /// 486 once they are authenticated. It ends by ``revoked(_:)`` like the others.
    case probe(GrantID, until: Instant)
}

/// Whose a grant is, and for which conversation.
package struct GrantHolder: Hashable, Sendable {
    /// Who may use TURN.
    package var device: DeviceID
    /// Towards whom.
    package var peer: DeviceID
    /// The IPv4 address or IPv6 /64 of the device's signaling.
    package var network: NetworkPrefix
}
