package import NetPrimitives
package import Signaling

/// A change of one device's right to use TURN towards one other device. The rendezvous decides on it, the TURN server
/// enforces it.
package enum GrantChange: Hashable, Sendable {
    /// The grant is valid until then: allocations can be made and refreshed. For a grant that exists, this moves the
    /// end and lifts a suspension.
    case granted(GrantID, to: GrantHolder, until: Instant)
    /// A grant that is valid until then, but not for an allocation: its Allocate requests only show the server an
    /// address, and get a 486 once they are authenticated.
    case probe(GrantID, until: Instant)
    /// All addresses that the grant's device may send to, in place of the previous ones. An address that is no longer
    /// among them loses its permissions at once.
    case peerAddresses(GrantID, [IPAddress])
    /// One of the two devices has lost its signaling: no allocation can be made, and the existing ones can be refreshed
    /// until then.
    case suspended(GrantID, until: Instant)
    /// Both devices are back: the suspension is lifted.
    case resumed(GrantID)
    /// The grant or probe is over, and its allocations end at once.
    case revoked(GrantID)
}

/// The holder of a grant, and its conversation. Limits count by holder, and packets between two allocations of the
/// server stay within a conversation.
package struct GrantHolder: Hashable, Sendable {
    /// The device that may use TURN.
    package var device: DeviceID
    /// The device it has its conversation with.
    package var peer: DeviceID
    /// The IPv4 address or IPv6 /64 of the device's signaling.
    package var network: NetworkPrefix

    /// A holder with these values.
    package init(device: DeviceID, peer: DeviceID, network: NetworkPrefix) {
        self.device = device
        self.peer = peer
        self.network = network
    }
}
