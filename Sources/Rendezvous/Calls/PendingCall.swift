import Signaling

/// An unanswered call from one device to another: an offer for a direct connection, a request for the relay, or both.
struct PendingCall {
    /// The call whose offer is unanswered.
    var offer: CallID?
    /// The call whose request for the relay is unanswered.
    var relay: CallID?
    /// The caller's key for the relay, if the request had one.
    var relayKey: RelayKey?
    /// Whether the two already have a conversation and only the relay is asked for. Such calls count for no limit.
    var isInConversation: Bool

    /// The unanswered calls, each once.
    var calls: Set<CallID> {
        Set([offer, relay].compactMap(\.self))
    }

    /// Removes a call; false when it is none of these.
    mutating func remove(_ call: CallID) -> Bool {
        guard calls.contains(call) else { return false }
        if offer == call { offer = nil }
        if relay == call { relay = nil }
        return true
    }
}
