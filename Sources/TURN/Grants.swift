import NetPrimitives
import Signaling
import TURNGrants

/// What the rendezvous said a client may do.
struct Grant: Sendable {
    /// What it is for.
    enum Kind: Sendable {
        case conversation(GrantHolder)
        case probe
    }

    var kind: Kind
    /// When it ends.
    var end: Instant
    /// Until when allocations may be refreshed while there can be no new ones; nil when there can.
    var suspension: Instant?
    /// Of the other device, unmapped.
    var peers: [IPAddress] = []
    /// The places of its allocations.
    var allocations: [UInt32] = []

    /// Whether there can be new allocations, as far as the rendezvous is concerned.
    func mayAllocate(at now: Instant) -> Bool {
        now < end && suspension == nil
    }

    /// Whether allocations that are there can be kept.
    func mayRefresh(at now: Instant) -> Bool {
        now < end && suspension.map { now < $0 } ?? true
    }
}

/// Two devices that talk: the same from both sides.
struct Conversation: Hashable, Sendable {
    private let first: DeviceID
    private let second: DeviceID

    /// The conversation that `holder` has.
    init(of holder: GrantHolder) {
        first = min(holder.device, holder.peer)
        second = max(holder.device, holder.peer)
    }
}
