import NetPrimitives
import Signaling

/// One device's right to use TURN towards one other.
struct Grant {
    /// Whose it is, and towards whom.
    struct Pair: Hashable {
        let device: DeviceID
        let peer: DeviceID
    }

    let pair: Pair
    /// When it ends.
    var expires: Instant
    /// When it ends if it stays suspended, nil when it is not.
    var suspendedUntil: Instant?
    /// The socket on which the device was told of it last.
    var issuedOn: ConnectionID?
    /// The public addresses that the peer signaled to the device, the newest last.
    private(set) var signaled: [IPAddress] = []

    init(_ pair: Pair, expires: Instant) {
        self.pair = pair
        self.expires = expires
    }

    /// When it ends as things stand.
    var end: Instant { min(expires, suspendedUntil ?? expires) }

    /// Forgets them; false when there were none.
    mutating func forgetAddresses() -> Bool {
        defer { signaled = [] }
        return !signaled.isEmpty
    }

    /// Takes in addresses the peer signaled, and lets go of the oldest when there are more than `limit`; false when
    /// nothing changes by that.
    mutating func add(_ addresses: [IPAddress], atMost limit: Int) -> Bool {
        let new = addresses.filter { !signaled.contains($0) }
        guard !new.isEmpty else { return false }
        signaled = Array((signaled + new).suffix(limit))
        return true
    }
}
