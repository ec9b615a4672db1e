import NetPrimitives
import Signaling

/// One device's right to use TURN towards one other.
struct Grant {
    /// The holder of a grant, and the peer it is for.
    struct Pair: Hashable {
        let device: DeviceID
        let peer: DeviceID
    }

    let pair: Pair
    /// The time at which it ends.
    var expires: Instant
    /// The time at which it ends if it stays suspended; nil when it is not suspended.
    var suspendedUntil: Instant?
    /// The socket on which the device last got its credentials.
    var issuedOn: ConnectionID?
    /// The public addresses that the peer signaled to the device, newest last.
    private(set) var signaled: [IPAddress] = []

    init(_ pair: Pair, expires: Instant) {
        self.pair = pair
        self.expires = expires
    }

    /// The time at which it ends, suspended or not.
    var end: Instant { min(expires, suspendedUntil ?? expires) }

    /// Forgets the signaled addresses; false when there were none.
    mutating func forgetAddresses() -> Bool {
        defer { signaled = [] }
        return !signaled.isEmpty
    }

    /// Adds signaled addresses, and drops the oldest beyond `limit`; false when nothing changed.
    mutating func add(_ addresses: [IPAddress], atMost limit: Int) -> Bool {
        let new = addresses.filter { !signaled.contains($0) }
        guard !new.isEmpty else { return false }
        signaled = Array((signaled + new).suffix(limit))
        return true
    }
}
