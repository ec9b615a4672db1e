package import NetPrimitives

/// An attribute with its value (RFC 8489 section 14, RFC 8656 section 18, RFC 8445 section 16.1).
package enum Attribute: Hashable, Sendable {
    case mappedAddress(TransportAddress)
    case xorMappedAddress(TransportAddress)
    case alternateServer(TransportAddress)
    /// At most 508 bytes of UTF-8.
    case username([UInt8])
    /// At most 127 characters, 763 bytes of UTF-8.
    case realm([UInt8])
    /// At most 127 characters, 763 bytes of UTF-8.
    case nonce([UInt8])
    /// At most 127 characters, 763 bytes of UTF-8.
    case software([UInt8])
    /// SHA-256 of user name and realm: 32 bytes.
    case userhash([UInt8])
    case errorCode(ErrorCode, reason: [UInt8])
    case unknownAttributes([AttributeType])
    case passwordAlgorithm(PasswordAlgorithm)
    case passwordAlgorithms([PasswordAlgorithm])
    /// HMAC-SHA-1: 20 bytes. To write one, see ``MessageWriter``.
    case messageIntegrity([UInt8])
    /// HMAC-SHA-256, 16 to 32 bytes of it. To write one, see ``MessageWriter``.
    case messageIntegritySHA256([UInt8])
    /// CRC-32 as it is written. To write one, see ``MessageWriter``.
    case fingerprint(UInt32)

    case channelNumber(UInt16)
    /// Seconds.
    case lifetime(UInt32)
    case xorPeerAddress(TransportAddress)
    case data([UInt8])
    case xorRelayedAddress(TransportAddress)
    case requestedAddressFamily(AddressFamily)
    case additionalAddressFamily(AddressFamily)
    case addressErrorCode(AddressFamily, ErrorCode, reason: [UInt8])
    case evenPort(reservesNext: Bool)
    /// A protocol number of IP; 17 is UDP.
    case requestedTransport(UInt8)
    case dontFragment
    /// Eight bytes.
    case reservationToken(UInt64)

    case priority(UInt32)
    case useCandidate
    /// The tie-breaker of an agent that is controlled.
    case iceControlled(UInt64)
    /// The tie-breaker of an agent that controls.
    case iceControlling(UInt64)

    /// Any other, its value as it is.
    case other(AttributeType, [UInt8])
}

/// How a password becomes a key (RFC 8489 section 18.5).
package struct PasswordAlgorithm: Hashable, Sendable {
    /// The number in the registry.
    package var number: UInt16
    /// As the algorithm wants them; none for the two that are known.
    package var parameters: [UInt8]

    /// The algorithm with these values.
    package init(number: UInt16, parameters: [UInt8] = []) {
        self.number = number
        self.parameters = parameters
    }

    package static let md5 = PasswordAlgorithm(number: 1)
    package static let sha256 = PasswordAlgorithm(number: 2)
}

extension Attribute {
    /// An ERROR-CODE with its usual reason phrase.
    package static func errorCode(_ code: ErrorCode) -> Attribute {
        .errorCode(code, reason: code.reason.withUTF8Buffer { Array($0) })
    }
}
