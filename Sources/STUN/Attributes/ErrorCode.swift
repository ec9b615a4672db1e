/// The reason why a request was refused (RFC 8489 section 14.8, RFC 8656 section 19, RFC 8445 section 16.2).
package struct ErrorCode: Hashable, Sendable {
    /// A number from 300 to 699.
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
    /// The request is valid, and the server does not allow it.
    package static let forbidden = ErrorCode(403)
    /// The request has a comprehension-required attribute that the server does not know.
    package static let unknownAttribute = ErrorCode(420)
    /// The 5-tuple has no allocation, or has one already.
    package static let allocationMismatch = ErrorCode(437)
    /// The nonce is too old.
    package static let staleNonce = ErrorCode(438)
    /// The server has no relayed addresses of this family.
    package static let addressFamilyNotSupported = ErrorCode(440)
    /// The credentials are not the ones that the allocation was made with.
    package static let wrongCredentials = ErrorCode(441)
    /// The server does not relay over this transport.
    package static let unsupportedTransportProtocol = ErrorCode(442)
    /// The peer's address is not of the relayed address's family.
    package static let peerAddressFamilyMismatch = ErrorCode(443)
    /// The user has as many allocations as it may have.
    package static let allocationQuotaReached = ErrorCode(486)
    /// Both ICE agents take the same role.
    package static let roleConflict = ErrorCode(487)
    /// The server has a fault.
    package static let serverError = ErrorCode(500)
    /// The server is out of ports, memory or bandwidth.
    package static let insufficientCapacity = ErrorCode(508)

    /// The RFC's reason phrase of this code, empty for codes not listed here.
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
