import Signaling

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
