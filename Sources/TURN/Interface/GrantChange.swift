package import NetPrimitives

extension TURNServer {
    /// What the rendezvous decides about who may use the relay, and towards whom.
    package enum GrantChange: Hashable, Sendable {
        /// This grant may allocate until `until`. Said again, it moves the end and lifts a suspension.
        case granted(GrantID, to: Holder, until: Instant)
        /// This grant may never allocate: its Allocate requests only show the server an address and are answered 486.
        case probe(GrantID, until: Instant)
        /// All addresses that this grant's peer has, in place of those said before. Beyond
        /// ``Configuration/peerAddressesPerGrant`` they are ignored. What lost its permission by it can no longer be
        /// sent to from this moment on.
        case peerAddresses(GrantID, [IPAddress])
        /// No new allocations; those that are there can be refreshed until `until`.
        case suspended(GrantID, until: Instant)
        /// Takes a suspension back.
        case resumed(GrantID)
        /// Ends the grant and its allocations at once.
        case revoked(GrantID)
    }
}
