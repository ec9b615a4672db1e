/// Why a request was refused (RFC 8489 section 14.8, RFC 8656 section 19, RFC 8445 section 16.2).
package struct ErrorCode: Hashable, Sendable {
    /// 300 to 699.
    package let rawValue: UInt16

    /// The code `rawValue`, nil outside of 300 to 699.
    package init?(rawValue: UInt16) {
        guard (300...699).contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    private init(_ rawValue: UInt16) { self.rawValue = rawValue }

    /// Ask another server.
    package static let tryAlternate = ErrorCode(300)
    /// The request is malformed.
    package static let badRequest = ErrorCode(400)
    /// Credentials are missing or wrong.
    package static let unauthenticated = ErrorCode(401)
    /// It was understood, and is not allowed.
    package static let forbidden = ErrorCode(403)
    /// It has an attribute that must be understood and is not.
    package static let unknownAttribute = ErrorCode(420)
    /// There is no allocation, or there is one already.
    package static let allocationMismatch = ErrorCode(437)
    /// The nonce is too old.
    package static let staleNonce = ErrorCode(438)
    /// There are no relayed addresses of this family.
    package static let addressFamilyNotSupported = ErrorCode(440)
    /// The credentials are not those the allocation was made with.
    package static let wrongCredentials = ErrorCode(441)
    /// Peers cannot be reached by this transport.
    package static let unsupportedTransportProtocol = ErrorCode(442)
    /// The peer's address is not of the relayed address's family.
    package static let peerAddressFamilyMismatch = ErrorCode(443)
    /// This user has all the allocations it may have.
    package static let allocationQuotaReached = ErrorCode(486)
    /// Both ICE agents think that they control.
    package static let roleConflict = ErrorCode(487)
    /// The server has a fault.
    package static let serverError = ErrorCode(500)
    /// The server has nothing left to give.
    package static let insufficientCapacity = ErrorCode(508)

    /// The phrase the RFC gives this code, empty for others.
    package var reason: StaticString {
        switch self {
        case .tryAlternate: "Try Alternate"
        case .badRequest: "Bad Request"
        case .unauthenticated: "Unauthenticated"
        case .forbidden: "Forbidden"
        case .unknownAttribute: "Unknown Attribute"
        case .allocationMismatch: "Allocation Mismatch"
        case .staleNonce: "Stale Nonce"
        case .addressFamilyNotSupported: "Address Family not Supported"
        case .wrongCredentials: "Wrong Credentials"
        case .unsupportedTransportProtocol: "Unsupported Transport Protocol"
        case .peerAddressFamilyMismatch: "Peer Address Family Mismatch"
        case .allocationQuotaReached: "Allocation Quota Reached"
        case .roleConflict: "Role Conflict"
        case .serverError: "Server Error"
        case .insufficientCapacity: "Insufficient Capacity"
        default: ""
        }
    }
}
