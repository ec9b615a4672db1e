import Signaling

/// A present device: it is connected, or its socket ended moments ago.
struct Member {
    var profile: DeviceProfile
    /// Its socket, nil during its grace period.
    var connection: ConnectionID?
    /// The rooms it is in, two at most: first the room of its signaling address, then that of its address of the other
    /// family.
    var memberships: [Membership] = []
    /// Whether it was seen at its other address on its present socket.
    var isOtherAddressCurrent = false
    /// The addresses from which the server sees it.
    var addresses = SeenAddresses()
    /// Linked devices that changed, each with whether the link had it in sight before.
    var linkChanges: [DeviceID: Bool] = [:]
    /// The slot of its code.
    var codeSlot: Int?
    /// Unanswered calls to it, by caller.
    var incoming: [DeviceID: PendingCall] = [:]
    /// The devices whose answer it waits for.
    var outgoing: Set<DeviceID> = []
    /// The devices it has a conversation with.
    var conversations: Set<DeviceID> = []
    /// The reports that it may still make about its calls.
    var reports = ReportAllowance()
}
