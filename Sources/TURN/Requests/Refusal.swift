import STUN

/// The reason for an error response.
enum Refusal: Error, Hashable {
    case badRequest
    case unauthenticated
    case staleNonce
    case noGrant
    case forbiddenPeer
    case unknownAttributes
    case allocationMismatch
    case familyNotOffered
    case peerFamilyMismatch
    case wrongCredentials
    case unsupportedTransport
    case quota
    case capacity

    /// The error code for the client.
    var code: ErrorCode {
        switch self {
        case .badRequest: .badRequest
        case .unauthenticated: .unauthenticated
        case .staleNonce: .staleNonce
        case .noGrant, .forbiddenPeer: .forbidden
        case .unknownAttributes: .unknownAttribute
        case .allocationMismatch: .allocationMismatch
        case .familyNotOffered: .addressFamilyNotSupported
        case .peerFamilyMismatch: .peerAddressFamilyMismatch
        case .wrongCredentials: .wrongCredentials
        case .unsupportedTransport: .unsupportedTransportProtocol
        case .quota: .allocationQuotaReached
        case .capacity: .insufficientCapacity
        }
    }

    /// The reason for the statistics.
    var reason: TURNServer.Statistics.Reason {
        switch self {
        case .badRequest: .badRequest
        case .unauthenticated: .unauthorized
        case .staleNonce: .staleNonce
        case .noGrant: .noGrant
        case .forbiddenPeer: .peerAddress
        case .unknownAttributes: .unknownAttribute
        case .allocationMismatch: .allocationMismatch
        case .familyNotOffered, .peerFamilyMismatch: .addressFamily
        case .wrongCredentials: .wrongCredentials
        case .unsupportedTransport: .transport
        case .quota: .quota
        case .capacity: .capacity
        }
    }
}
