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
    package static let mappedAddress = AttributeType(rawValue: 0x0001)
    package static let username = AttributeType(rawValue: 0x0006)
    package static let messageIntegrity = AttributeType(rawValue: 0x0008)
    package static let errorCode = AttributeType(rawValue: 0x0009)
    package static let unknownAttributes = AttributeType(rawValue: 0x000A)
    package static let realm = AttributeType(rawValue: 0x0014)
    package static let nonce = AttributeType(rawValue: 0x0015)
    package static let messageIntegritySHA256 = AttributeType(rawValue: 0x001C)
    package static let passwordAlgorithm = AttributeType(rawValue: 0x001D)
    package static let userhash = AttributeType(rawValue: 0x001E)
    package static let xorMappedAddress = AttributeType(rawValue: 0x0020)
    package static let passwordAlgorithms = AttributeType(rawValue: 0x8002)
    package static let alternateDomain = AttributeType(rawValue: 0x8003)
    package static let software = AttributeType(rawValue: 0x8022)
    package static let alternateServer = AttributeType(rawValue: 0x8023)
    package static let fingerprint = AttributeType(rawValue: 0x8028)

    // RFC 8656
    package static let channelNumber = AttributeType(rawValue: 0x000C)
    package static let lifetime = AttributeType(rawValue: 0x000D)
    package static let xorPeerAddress = AttributeType(rawValue: 0x0012)
    package static let data = AttributeType(rawValue: 0x0013)
    package static let xorRelayedAddress = AttributeType(rawValue: 0x0016)
    package static let requestedAddressFamily = AttributeType(rawValue: 0x0017)
    package static let evenPort = AttributeType(rawValue: 0x0018)
    package static let requestedTransport = AttributeType(rawValue: 0x0019)
    package static let dontFragment = AttributeType(rawValue: 0x001A)
    package static let reservationToken = AttributeType(rawValue: 0x0022)
    package static let additionalAddressFamily = AttributeType(rawValue: 0x8000)
    package static let addressErrorCode = AttributeType(rawValue: 0x8001)
    package static let icmp = AttributeType(rawValue: 0x8004)

    // RFC 8445
    package static let priority = AttributeType(rawValue: 0x0024)
    package static let useCandidate = AttributeType(rawValue: 0x0025)
    package static let iceControlled = AttributeType(rawValue: 0x8029)
    package static let iceControlling = AttributeType(rawValue: 0x802A)
}
