import NetPrimitives
import Signaling
import TURNGrants

/// A grant: the permission to use TURN that the rendezvous gave to a client.
struct Grant: Sendable {
    /// The purpose of a grant.
    enum Kind: Sendable {
        case conversation(GrantHolder)
        case probe
    }

    var kind: Kind
    /// The time at which it ends.
    var end: Instant
    /// The time until which existing allocations may be refreshed while new ones are not allowed; nil when the grant is
    /// not suspended.
    var suspension: Instant?
    /// The addresses of the other device, unmapped.
    var peers: [IPAddress] = []
    /// The slots of its allocations.
    var allocations: [UInt32] = []

    /// Whether new allocations are allowed, as far as the rendezvous is concerned.
    func mayAllocate(at now: Instant) -> Bool {
        now < end && suspension == nil
    }

    /// Whether existing allocations may be refreshed.
    func mayRefresh(at now: Instant) -> Bool {
        now < end && suspension.map { now < $0 } ?? true
    }
}

/// A conversation of two devices: the same value for both sides.
struct Conversation: Hashable, Sendable {
    private let first: DeviceID
    private let second: DeviceID

    /// The conversation of `holder`.
    init(of holder: GrantHolder) {
        first = min(holder.device, holder.peer)
        second = max(holder.device, holder.peer)
    }
}
