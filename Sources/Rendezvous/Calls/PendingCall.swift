import Signaling

/// What one device has asked of another and the other has not answered: to talk directly, by the relay, or both.
struct PendingCall {
    /// The call whose offer waits for an answer.
    var offer: CallID?
    /// The call whose request for the relay waits for consent.
    var relay: CallID?
    /// The caller's key for the relay, when it gave one with that request.
    var relayKey: RelayKey?
    /// Whether the two are in a conversation already, and only the relay is asked for. Such calls count for no limit.
    var isInConversation: Bool

    /// The calls that wait, none twice.
    var calls: Set<CallID> {
        Set([offer, relay].compactMap(\.self))
    }

    /// Takes a call out; false when it is none of these.
    mutating func remove(_ call: CallID) -> Bool {
        guard calls.contains(call) else { return false }
        if offer == call { offer = nil }
        if relay == call { relay = nil }
        return true
    }
}
