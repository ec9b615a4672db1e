import Signaling

/// An attempt of one device to reach another that the other has not answered.
struct PendingCall {
    /// Its name.
    var call: CallID
    /// Whether the caller asked for the relay.
    var wantsRelay: Bool
    /// Whether the two are in a conversation already, and only the relay is asked for. Such calls count for no limit.
    var isInConversation: Bool
}
