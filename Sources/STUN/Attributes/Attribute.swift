package import NetPrimitives

/// An attribute with its value (RFC 8489 section 14, RFC 8656 section 18, RFC 8445 section 16.1).
package enum Attribute: Hashable, Sendable {
    /// MAPPED-ADDRESS: the client's address in the plain form of RFC 3489.
    case mappedAddress(TransportAddress)
    /// XOR-MAPPED-ADDRESS: the client's address as the server sees it.
    case xorMappedAddress(TransportAddress)
    /// ALTERNATE-SERVER
    case alternateServer(TransportAddress)
    /// USERNAME: at most 508 bytes of UTF-8.
    case username([UInt8])
    /// REALM: at most 127 characters, 763 bytes of UTF-8.
    case realm([UInt8])
    /// NONCE: at most 127 characters, 763 bytes of UTF-8.
    case nonce([UInt8])
    /// SOFTWARE: at most 127 characters, 763 bytes of UTF-8.
    case software([UInt8])
    /// USERHASH: SHA-256 of user name and realm, 32 bytes.
    case userhash([UInt8])
    /// ERROR-CODE
    case errorCode(ErrorCode, reason: [UInt8])
    /// UNKNOWN-ATTRIBUTES: the comprehension-required attributes of a request that the server does not understand.
    case unknownAttributes([AttributeType])
    /// PASSWORD-ALGORITHM: the algorithm that the client chose.
    case passwordAlgorithm(PasswordAlgorithm)
    /// PASSWORD-ALGORITHMS: the algorithms that the server offers.
    case passwordAlgorithms([PasswordAlgorithm])
    /// MESSAGE-INTEGRITY: HMAC-SHA-1, 20 bytes. To write one, see ``MessageWriter``.
    case messageIntegrity([UInt8])
    /// MESSAGE-INTEGRITY-SHA256: HMAC-SHA-256, whole or cut to 16 bytes or more. To write one, see ``MessageWriter``.
    case messageIntegritySHA256([UInt8])
    /// FINGERPRINT: the CRC-32 already combined with its mask. To write one, see ``MessageWriter``.
    case fingerprint(UInt32)

    /// CHANNEL-NUMBER
    case channelNumber(UInt16)
    /// LIFETIME, in seconds.
    case lifetime(UInt32)
    /// XOR-PEER-ADDRESS
    case xorPeerAddress(TransportAddress)
    /// DATA: the payload to relay.
    case data([UInt8])
    /// XOR-RELAYED-ADDRESS
    case xorRelayedAddress(TransportAddress)
    /// REQUESTED-ADDRESS-FAMILY: the family of the relayed address.
    case requestedAddressFamily(AddressFamily)
    /// ADDITIONAL-ADDRESS-FAMILY: the family of a second relayed address.
    case additionalAddressFamily(AddressFamily)
    /// ADDRESS-ERROR-CODE: the reason why there is no second relayed address.
    case addressErrorCode(AddressFamily, ErrorCode, reason: [UInt8])
    /// EVEN-PORT
    case evenPort(reservesNext: Bool)
    /// REQUESTED-TRANSPORT: an IP protocol number; 17 is UDP.
    case requestedTransport(UInt8)
    /// DONT-FRAGMENT: sets the DF bit towards the peer.
    case dontFragment
    /// RESERVATION-TOKEN: eight bytes.
    case reservationToken(UInt64)

    /// PRIORITY of the peer-reflexive candidate that this check may find.
    case priority(UInt32)
    /// USE-CANDIDATE: nominates the candidate pair.
    case useCandidate
    /// ICE-CONTROLLED: the tie-breaker of the controlled agent.
    case iceControlled(UInt64)
    /// ICE-CONTROLLING: the tie-breaker of the controlling agent.
    case iceControlling(UInt64)

    /// Any other attribute, its value undecoded.
    case other(AttributeType, [UInt8])
}

/// An algorithm that makes a key from a password (RFC 8489 section 18.5).
package struct PasswordAlgorithm: Hashable, Sendable {
    /// The number in the IANA registry of STUN password algorithms.
    package var number: UInt16
    /// The algorithm's parameters; empty for MD5 and SHA-256.
    package var parameters: [UInt8]

    /// The algorithm with these values.
    package init(number: UInt16, parameters: [UInt8] = []) {
        self.number = number
        self.parameters = parameters
    }

    /// MD5, as in RFC 5389.
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
