package import NetPrimitives

/// An attribute with its value (RFC 8489 section 14, RFC 8656 section 18, RFC 8445 section 16.1).
package enum Attribute: Hashable, Sendable {
    /// MAPPED-ADDRESS: the client's address as RFC 3489 wrote it.
    case mappedAddress(TransportAddress)
    /// XOR-MAPPED-ADDRESS: the client's address as the server sees it.
    case xorMappedAddress(TransportAddress)
    /// ALTERNATE-SERVER
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
    /// ERROR-CODE
    case errorCode(ErrorCode, reason: [UInt8])
    /// UNKNOWN-ATTRIBUTES: what kept a request from being understood.
    case unknownAttributes([AttributeType])
    /// PASSWORD-ALGORITHM: the one that was chosen.
    case passwordAlgorithm(PasswordAlgorithm)
    /// PASSWORD-ALGORITHMS: those there are to choose from.
    case passwordAlgorithms([PasswordAlgorithm])
    /// HMAC-SHA-1: 20 bytes. To write one, see ``MessageWriter``.
    case messageIntegrity([UInt8])
    /// HMAC-SHA-256, 16 to 32 bytes of it. To write one, see ``MessageWriter``.
    case messageIntegritySHA256([UInt8])
    /// CRC-32 as it is written. To write one, see ``MessageWriter``.
    case fingerprint(UInt32)

    /// CHANNEL-NUMBER
    case channelNumber(UInt16)
    /// Seconds.
    case lifetime(UInt32)
    /// XOR-PEER-ADDRESS
    case xorPeerAddress(TransportAddress)
    /// DATA: what is relayed.
    case data([UInt8])
    /// XOR-RELAYED-ADDRESS
    case xorRelayedAddress(TransportAddress)
    /// REQUESTED-ADDRESS-FAMILY: of the relayed address.
    case requestedAddressFamily(AddressFamily)
    /// ADDITIONAL-ADDRESS-FAMILY: of a second relayed address.
    case additionalAddressFamily(AddressFamily)
    /// ADDRESS-ERROR-CODE: why there is no second relayed address.
    case addressErrorCode(AddressFamily, ErrorCode, reason: [UInt8])
    /// EVEN-PORT
    case evenPort(reservesNext: Bool)
    /// A protocol number of IP; 17 is UDP.
    case requestedTransport(UInt8)
    /// DONT-FRAGMENT: sets the DF bit towards the peer.
    case dontFragment
    /// Eight bytes.
    case reservationToken(UInt64)

    /// PRIORITY that a peer-reflexive candidate would have.
    case priority(UInt32)
    /// USE-CANDIDATE: nominates a pair.
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

    /// MD5, as for RFC 5389.
    package static let md5 = PasswordAlgorithm(number: 1)
    /// SHA-256
    package static let sha256 = PasswordAlgorithm(number: 2)
}

extension Attribute {
    /// An ERROR-CODE with its usual reason phrase.
    package static func errorCode(_ code: ErrorCode) -> Attribute {
        .errorCode(code, reason: code.reason.withUTF8Buffer { Array($0) })
    }
}
