import NetPrimitives
import STUN

/// A request, parsed in one walk over its attributes.
struct Request {
    let header: MessageHeader
    /// Unknown comprehension-required attributes. DONT-FRAGMENT is among them: relay sockets do not set that bit.
    private(set) var unknown: [AttributeType] = []
    /// Whether the value of an attribute is malformed.
    private(set) var isMalformed = false

    private(set) var username: [UInt8]?
    private(set) var realm: [UInt8]?
    private(set) var nonce: [UInt8]?
    /// The stronger one of the integrity attributes.
    private(set) var integrity: (algorithm: IntegrityAlgorithm, field: AttributeField)?
    private(set) var hasFingerprint = false

    private(set) var lifetime: UInt32?
    private(set) var requestedTransport: UInt8?
    private(set) var requestedFamily: Family?
    private(set) var additionalFamily: Family?
    private(set) var evenPort: Bool?
    private(set) var hasReservationToken = false
    private(set) var channelNumber: UInt16?
    private(set) var peers: [TransportAddress] = []

    /// The address family in a request, which may be an unassigned number.
    enum Family: Equatable {
        case known(AddressFamily)
        case unknown
    }

    /// Reads a request.
    ///
    /// - Throws: ``STUNError`` when an attribute is too long or the fingerprint is wrong, so that no response can be
    ///   sent.
    init(_ header: MessageHeader, in message: RawSpan) throws(STUNError) {
        self.header = header
        var cursor = AttributeCursor()
        while let field = try cursor.next(in: message) {
            if field.type == .fingerprint {
                guard Fingerprint.verify(field, in: message) else { throw .badValue(.fingerprint) }
                hasFingerprint = true
            } else {
                take(field, in: message)
            }
        }
    }

    private mutating func take(_ field: AttributeField, in message: RawSpan) {
        do throws(STUNError) {
            switch field.type {
            case .messageIntegrity: integrity = (.sha1, field)
            case .messageIntegritySHA256: integrity = (.sha256, field)
            case .username: try set(\.username, field.bytes(in: message, count: 1...508))
            case .realm: try set(\.realm, field.bytes(in: message, count: 1...763))
            case .nonce: try set(\.nonce, field.bytes(in: message, count: 1...763))
            case .lifetime: try set(\.lifetime, field.uint32(in: message))
            case .requestedTransport: try set(\.requestedTransport, field.requestedTransport(in: message))
            case .requestedAddressFamily: try set(\.requestedFamily, family(field, in: message))
            case .additionalAddressFamily: try set(\.additionalFamily, family(field, in: message))
            case .evenPort: try set(\.evenPort, field.evenPort(in: message))
            case .reservationToken:
                _ = try field.uint64(in: message)
                hasReservationToken = true
            case .channelNumber: try set(\.channelNumber, field.channelNumber(in: message))
            case .xorPeerAddress: peers.append(try field.xorAddress(in: message, header.transactionID))
            default: takeOther(field)
            }
        } catch {
            isMalformed = true
        }
    }

    /// Only the first attribute of a type counts (RFC 8489 section 14).
    private mutating func set<Value>(_ property: WritableKeyPath<Request, Value?>, _ value: Value) {
        if self[keyPath: property] == nil { self[keyPath: property] = value }
    }

    private func family(_ field: AttributeField, in message: RawSpan) throws(STUNError) -> Family {
        guard field.value.count == 4 else { throw .badValue(field.type) }
        return AddressFamily(rawValue: message.uint8(at: field.value.lowerBound)).map(Family.known) ?? .unknown
    }

    private mutating func takeOther(_ field: AttributeField) {
        switch field.type {
        // Known attributes without a meaning in a request or, as USERHASH, for a server that does not offer it.
        case .mappedAddress, .xorMappedAddress, .errorCode, .unknownAttributes, .data, .xorRelayedAddress, .userhash:
            break
        default:
            if field.type.isComprehensionRequired { unknown.append(field.type) }
        }
    }
}
