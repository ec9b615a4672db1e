extension TURNServer.Statistics {
    /// What was refused, and why.
    package struct Refusals: Hashable, Sendable {
        /// Numbers of refusals, in the order of ``Reason/allCases``.
        private var counts = [UInt64](repeating: 0, count: Reason.allCases.count)

        /// How often something was refused for `reason`.
        package subscript(reason: Reason) -> UInt64 {
            counts[Int(reason.rawValue)]
        }

        /// Nothing was refused.
        init() {}

        /// One more.
        mutating func count(_ reason: Reason) {
            counts[Int(reason.rawValue)] += 1
        }
    }

    /// Why a request was refused or a packet was dropped.
    package enum Reason: UInt8, CaseIterable, Hashable, Sendable {
        /// Not STUN, not ChannelData, or broken.
        case malformed
        /// A request answered 400.
        case badRequest
        /// A request without credentials or with wrong ones, answered 401.
        case unauthorized
        /// A request with an old nonce, answered 438.
        case staleNonce
        /// An answer 401 or 438 that was not given, since its source gets too many.
        case challengeLimit
        /// No such grant, or it has ended or is suspended: 403.
        case noGrant
        /// A peer outside of the policy: 403, or its packet dropped when it is by the port alone.
        case peerAddress
        /// Required attributes that are not known here: 420.
        case unknownAttribute
        /// No allocation, or one too many: 437.
        case allocationMismatch
        /// The address family is not offered, or not the allocation's: 440 or 443.
        case addressFamily
        /// Another name than the allocation's: 441.
        case wrongCredentials
        /// Another relay than UDP: 442.
        case transport
        /// The grant, its device or the network of that has all allocations it may have, or it is a probe: 486.
        case quota
        /// The server has all allocations it may have, or no port, or no reservation: 508.
        case capacity
        /// A packet to a peer without permission, or from one.
        case noPermission
        /// A packet to one of the server's own addresses at which nobody waits for it.
        case noRecipient
        /// A packet without allocation or channel.
        case noAllocation
        /// A packet beyond the bandwidth.
        case bandwidth
    }
}
