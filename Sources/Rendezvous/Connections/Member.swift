import Signaling

/// A device that has a place: it is connected, or its socket ended moments ago.
struct Member {
    var profile: DeviceProfile
    /// Its socket, nil during its grace.
    var connection: ConnectionID?
    /// The rooms it is in, two at most: that of its signaling first, then that of the other address it was seen at.
    var memberships: [Membership] = []
    /// Whether it was seen at that other address on the socket it has now.
    var isOtherAddressCurrent = false
    /// Where the server sees it.
    var addresses = SeenAddresses()
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
    /// What it may report about the calls it made.
    var reports = ReportAllowance()
}
