/// That a device is in a room.
struct Place {
    /// The room.
    let room: RoomKey
    /// How far the device has been told what happened in the room, a position of ``PresenceLog``; nil when it has not
    /// been told of anybody there yet.
    var told: UInt64?
}
