package import NetPrimitives
package import Signaling

/// Devices that see each other.
struct Room {
    /// The members, those in their grace among them.
    var members: [DeviceID: DeviceProfile] = [:]
    /// What the members have not been told yet.
    var log = PresenceLog()
}

/// One device's membership of a room.
struct Membership {
    /// The room.
    let room: RoomKey
    /// How far the device has been told what happened in the room, a position of ``PresenceLog``; nil when it has not
    /// been told of anybody there yet.
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
