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

    package static let tryAlternate = ErrorCode(300)
    package static let badRequest = ErrorCode(400)
    package static let unauthenticated = ErrorCode(401)
    package static let forbidden = ErrorCode(403)
    package static let unknownAttribute = ErrorCode(420)
    package static let allocationMismatch = ErrorCode(437)
    package static let staleNonce = ErrorCode(438)
    package static let addressFamilyNotSupported = ErrorCode(440)
    package static let wrongCredentials = ErrorCode(441)
    package static let unsupportedTransportProtocol = ErrorCode(442)
    package static let peerAddressFamilyMismatch = ErrorCode(443)
    package static let allocationQuotaReached = ErrorCode(486)
    package static let roleConflict = ErrorCode(487)
    package static let serverError = ErrorCode(500)
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
