import Signaling

/// A device that has a place: it is connected, or its socket ended moments ago.
struct Member {
    var profile: DeviceProfile
    /// Its socket, nil during its grace.
    var connection: ConnectionID?
    /// The room it is in.
    var room: RoomKey?
    /// How far it has been told what happened in its room; a position of ``PresenceLog``.
    var told: UInt64 = 0
    /// Devices joined to it by a code that something happened to, and whether it had them in sight by the code before.
    var linkChanges: [DeviceID: Bool] = [:]
    /// The slot of its code.
    var codeSlot: Int?
    /// Calls it has not answered, by their caller.
    var incoming: [DeviceID: PendingCall] = [:]
    /// The devices it has called and that have not answered.
    var outgoing: Set<DeviceID> = []
    /// The devices it has a conversation with.
    var conversations: Set<DeviceID> = []
}
