extension TURNServer {
    /// Figures for metrics. Counts are since the start.
    package struct Statistics: Hashable, Sendable {
        /// Number of allocations, including those whose port is being opened.
        package var allocations = 0
        /// Allocations made.
        package var allocationsMade: UInt64 = 0
        /// Number of grants.
        package var grants = 0
        /// Binding requests answered.
        package var bindings: UInt64 = 0
        /// Traffic from clients to peers on the network.
        package var toPeers = Traffic()
        /// Traffic from peers on the network to clients.
        package var toClients = Traffic()
        /// Traffic from allocation to allocation, inside the process.
        package var within = Traffic()
        /// Refused requests and dropped packets, by reason.
        package var refused = Refusals()

        /// Relayed payload.
        package struct Traffic: Hashable, Sendable {
            /// Number of datagrams.
            package var packets: UInt64 = 0
            /// Bytes of payload.
            package var bytes: UInt64 = 0
        }
    }
}

extension TURNServer.Statistics {
    /// The number of refusals by reason.
    package struct Refusals: Hashable, Sendable {
        /// The counts, in the order of ``Reason/allCases``.
        private var counts = [UInt64](repeating: 0, count: Reason.allCases.count)

        /// The number of refusals for `reason`.
        package subscript(reason: Reason) -> UInt64 {
            counts[Int(reason.rawValue)]
        }

        /// Counts that are all zero.
        init() {}

        /// Counts a refusal.
        mutating func count(_ reason: Reason) {
            counts[Int(reason.rawValue)] += 1
        }
    }

    /// The reason why a request was refused or a packet was dropped.
    package enum Reason: UInt8, CaseIterable, Hashable, Sendable {
        /// A message that is neither STUN nor ChannelData, or malformed.
        case malformed
        /// A malformed request: 400.
        case badRequest
        /// A request without credentials or with wrong ones: 401.
        case unauthorized
        /// A request with an old nonce: 438.
        case staleNonce
        /// A 401 or 438 response that was not sent, since its source gets too many.
        case challengeLimit
        /// No such grant, or it has ended or is suspended: 403.
        case noGrant
        /// A peer address that the policy denies: 403; or a dropped packet when only its port is denied.
        case peerAddress
        /// Unknown comprehension-required attributes: 420.
        case unknownAttribute
        /// No allocation, or one already: 437.
        case allocationMismatch
        /// An address family that is not offered, or not the allocation's: 440 or 443.
        case addressFamily
        /// A user name other than the allocation's: 441.
        case wrongCredentials
        /// A requested transport other than UDP: 442.
        case transport
        /// The grant, its device or the device's network has reached its limit of allocations, or the grant is a probe:
        /// 486.
        case quota
        /// The server has reached its limit of allocations or is out of ports, or the request needs a reservation: 508.
        case capacity
        /// A packet to a peer without a permission, or from one.
        case noPermission
        /// A packet to one of the server's own addresses, without an allocation that permits it.
        case noRecipient
        /// A packet without an allocation or channel.
        case noAllocation
        /// A packet beyond the rate limit.
        case bandwidth
    }
}
