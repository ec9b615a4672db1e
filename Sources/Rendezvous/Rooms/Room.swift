import Signaling

/// Devices that see each other.
struct Room {
    /// The members, those in their grace among them.
    var members: [DeviceID: DeviceProfile] = [:]
    /// What the members have not been told yet.
    var log = PresenceLog()
}
