/// What an attribute is (RFC 8489 section 18.3 and the IANA registry of STUN attributes).
package struct AttributeType: Hashable, Sendable {
    /// The number in the registry.
    package let rawValue: UInt16

    /// The type of this number.
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// Whether a message cannot be understood without understanding this attribute.
    package var isComprehensionRequired: Bool { rawValue < 0x8000 }

    // RFC 8489
    /// MAPPED-ADDRESS: the client's address as RFC 3489 wrote it.
    package static let mappedAddress = AttributeType(rawValue: 0x0001)
    /// USERNAME
    package static let username = AttributeType(rawValue: 0x0006)
    /// MESSAGE-INTEGRITY: HMAC-SHA-1.
    package static let messageIntegrity = AttributeType(rawValue: 0x0008)
    /// ERROR-CODE
    package static let errorCode = AttributeType(rawValue: 0x0009)
    /// UNKNOWN-ATTRIBUTES: what kept a request from being understood.
    package static let unknownAttributes = AttributeType(rawValue: 0x000A)
    /// REALM
    package static let realm = AttributeType(rawValue: 0x0014)
    /// NONCE
    package static let nonce = AttributeType(rawValue: 0x0015)
    /// MESSAGE-INTEGRITY-SHA256
    package static let messageIntegritySHA256 = AttributeType(rawValue: 0x001C)
    /// PASSWORD-ALGORITHM: the one that was chosen.
    package static let passwordAlgorithm = AttributeType(rawValue: 0x001D)
    /// USERHASH: stands for the user name.
    package static let userhash = AttributeType(rawValue: 0x001E)
    /// XOR-MAPPED-ADDRESS: the client's address as the server sees it.
    package static let xorMappedAddress = AttributeType(rawValue: 0x0020)
    /// PASSWORD-ALGORITHMS: those there are to choose from.
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
    /// LIFETIME of an allocation.
    package static let lifetime = AttributeType(rawValue: 0x000D)
    /// XOR-PEER-ADDRESS
    package static let xorPeerAddress = AttributeType(rawValue: 0x0012)
    /// DATA: what is relayed.
    package static let data = AttributeType(rawValue: 0x0013)
    /// XOR-RELAYED-ADDRESS
    package static let xorRelayedAddress = AttributeType(rawValue: 0x0016)
    /// REQUESTED-ADDRESS-FAMILY: of the relayed address.
    package static let requestedAddressFamily = AttributeType(rawValue: 0x0017)
    /// EVEN-PORT
    package static let evenPort = AttributeType(rawValue: 0x0018)
    /// REQUESTED-TRANSPORT: between server and peers.
    package static let requestedTransport = AttributeType(rawValue: 0x0019)
    /// DONT-FRAGMENT: sets the DF bit towards the peer.
    package static let dontFragment = AttributeType(rawValue: 0x001A)
    /// RESERVATION-TOKEN: of a port that was kept.
    package static let reservationToken = AttributeType(rawValue: 0x0022)
    /// ADDITIONAL-ADDRESS-FAMILY: of a second relayed address.
    package static let additionalAddressFamily = AttributeType(rawValue: 0x8000)
    /// ADDRESS-ERROR-CODE: why there is no second relayed address.
    package static let addressErrorCode = AttributeType(rawValue: 0x8001)
    /// ICMP: what came back instead of an answer.
    package static let icmp = AttributeType(rawValue: 0x8004)

    // RFC 8445
    /// PRIORITY that a peer-reflexive candidate would have.
    package static let priority = AttributeType(rawValue: 0x0024)
    /// USE-CANDIDATE: nominates a pair.
    package static let useCandidate = AttributeType(rawValue: 0x0025)
    /// ICE-CONTROLLED, with a tie-breaker.
    package static let iceControlled = AttributeType(rawValue: 0x8029)
    /// ICE-CONTROLLING, with a tie-breaker.
    package static let iceControlling = AttributeType(rawValue: 0x802A)
}
