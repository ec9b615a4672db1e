package import NetPrimitives
package import Signaling

/// A set of devices that see each other.
struct Room {
    /// The members, including those in their grace period.
    var members: [DeviceID: DeviceProfile] = [:]
    /// The changes that members do not know yet.
    var log = PresenceLog()
}

/// One device's membership of a room.
struct Membership {
    /// The device's room.
    let room: RoomKey
    /// The position in the room's ``PresenceLog`` up to which the device knows the changes; nil when it knows no member
    /// yet.
    var told: UInt64?
}

/// The key of a room. It is a type of its own and never text from outside, so that no input can name another room.
package enum RoomKey: Hashable, Sendable {
    /// The local network.
    case lan
    /// One public address: all 32 bits of an IPv4 address, or an IPv6 /64.
    case `public`(NetworkPrefix)
    /// One shared carrier address (RFC 6598).
    case cgnat(IPv4Address)

    /// The kind of the room.
    package var kind: RoomKind {
        switch self {
        case .lan: .lan
        case .public: .public
        case .cgnat: .cgnat
        }
    }
}
