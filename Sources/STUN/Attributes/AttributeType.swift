/// The type of an attribute (RFC 8489 section 18.3 and the IANA registry of STUN attributes).
package struct AttributeType: Hashable, Sendable {
    /// The number in the registry.
    package let rawValue: UInt16

    /// The type of this number.
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// Whether a receiver that does not know this attribute has to reject the message.
    package var isComprehensionRequired: Bool { rawValue < 0x8000 }

    // RFC 8489
    /// MAPPED-ADDRESS: the client's address in the plain form of RFC 3489.
    package static let mappedAddress = AttributeType(rawValue: 0x0001)
    /// USERNAME
    package static let username = AttributeType(rawValue: 0x0006)
    /// MESSAGE-INTEGRITY: HMAC-SHA-1.
    package static let messageIntegrity = AttributeType(rawValue: 0x0008)
    /// ERROR-CODE
    package static let errorCode = AttributeType(rawValue: 0x0009)
    /// UNKNOWN-ATTRIBUTES: the comprehension-required attributes of a request that the server does not understand.
    package static let unknownAttributes = AttributeType(rawValue: 0x000A)
    /// REALM
    package static let realm = AttributeType(rawValue: 0x0014)
    /// NONCE
    package static let nonce = AttributeType(rawValue: 0x0015)
    /// MESSAGE-INTEGRITY-SHA256
    package static let messageIntegritySHA256 = AttributeType(rawValue: 0x001C)
    /// PASSWORD-ALGORITHM: the algorithm that the client chose.
    package static let passwordAlgorithm = AttributeType(rawValue: 0x001D)
    /// USERHASH: a hash in place of the user name.
    package static let userhash = AttributeType(rawValue: 0x001E)
    /// XOR-MAPPED-ADDRESS: the client's address as the server sees it.
    package static let xorMappedAddress = AttributeType(rawValue: 0x0020)
    /// PASSWORD-ALGORITHMS: the algorithms that the server offers.
    package static let passwordAlgorithms = AttributeType(rawValue: 0x8002)
    /// ALTERNATE-DOMAIN
    package static let alternateDomain = AttributeType(rawValue: 0x8003)
    /// SOFTWARE
    package static let software = AttributeType(rawValue: 0x8022)
    /// ALTERNATE-SERVER
    package static let alternateServer = AttributeType(rawValue: 0x8023)
    /// FINGERPRINT: CRC-32.
    package static let fingerprint = AttributeType(rawValue: 0x8028)

    // RFC 8656
    /// CHANNEL-NUMBER
    package static let channelNumber = AttributeType(rawValue: 0x000C)
    /// LIFETIME of an allocation, in seconds.
    package static let lifetime = AttributeType(rawValue: 0x000D)
    /// XOR-PEER-ADDRESS
    package static let xorPeerAddress = AttributeType(rawValue: 0x0012)
    /// DATA: the payload to relay.
    package static let data = AttributeType(rawValue: 0x0013)
    /// XOR-RELAYED-ADDRESS
    package static let xorRelayedAddress = AttributeType(rawValue: 0x0016)
    /// REQUESTED-ADDRESS-FAMILY: the family of the relayed address.
    package static let requestedAddressFamily = AttributeType(rawValue: 0x0017)
    /// EVEN-PORT
    package static let evenPort = AttributeType(rawValue: 0x0018)
    /// REQUESTED-TRANSPORT: the protocol between server and peers.
    package static let requestedTransport = AttributeType(rawValue: 0x0019)
    /// DONT-FRAGMENT: sets the DF bit towards the peer.
    package static let dontFragment = AttributeType(rawValue: 0x001A)
    /// RESERVATION-TOKEN: names a port that EVEN-PORT reserved.
    package static let reservationToken = AttributeType(rawValue: 0x0022)
    /// ADDITIONAL-ADDRESS-FAMILY: the family of a second relayed address.
    package static let additionalAddressFamily = AttributeType(rawValue: 0x8000)
    /// ADDRESS-ERROR-CODE: the reason why there is no second relayed address.
    package static let addressErrorCode = AttributeType(rawValue: 0x8001)
    /// ICMP: type and code of an ICMP error that the server received from a peer's network.
    package static let icmp = AttributeType(rawValue: 0x8004)

    // RFC 8445
    /// PRIORITY of the peer-reflexive candidate that a check may find.
    package static let priority = AttributeType(rawValue: 0x0024)
    /// USE-CANDIDATE: nominates the candidate pair.
    package static let useCandidate = AttributeType(rawValue: 0x0025)
    /// ICE-CONTROLLED, with a tie-breaker.
    package static let iceControlled = AttributeType(rawValue: 0x8029)
    /// ICE-CONTROLLING, with a tie-breaker.
    package static let iceControlling = AttributeType(rawValue: 0x802A)
}
