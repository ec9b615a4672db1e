import NetPrimitives

extension Attribute {
    /// Reads the attribute at `field` of `message`, whose ID is `transactionID`.
    ///
    /// Types that are not known here become ``other(_:_:)``.
    ///
    /// - Throws: ``STUNError/badValue(_:)``.
    package init(
        _ field: AttributeField,
        in message: RawSpan,
        transactionID: TransactionID
    ) throws(STUNError) {
        switch field.type {
        case .mappedAddress: self = .mappedAddress(try field.address(in: message))
        case .alternateServer: self = .alternateServer(try field.address(in: message))
        case .xorMappedAddress: self = .xorMappedAddress(try field.xorAddress(in: message, transactionID))
        case .xorPeerAddress: self = .xorPeerAddress(try field.xorAddress(in: message, transactionID))
        case .xorRelayedAddress: self = .xorRelayedAddress(try field.xorAddress(in: message, transactionID))
        case .username: self = .username(try field.bytes(in: message, count: 0...508))
        case .realm: self = .realm(try field.bytes(in: message, count: 0...763))
        case .nonce: self = .nonce(try field.bytes(in: message, count: 0...763))
        case .software: self = .software(try field.bytes(in: message, count: 0...763))
        case .userhash: self = .userhash(try field.bytes(in: message, count: 32...32))
        case .errorCode: self = .errorCode(try field.errorCode(in: message), reason: field.reason(in: message))
        case .unknownAttributes: self = .unknownAttributes(try field.types(in: message))
        case .passwordAlgorithm: self = .passwordAlgorithm(try field.passwordAlgorithm(in: message))
        case .passwordAlgorithms: self = .passwordAlgorithms(try field.passwordAlgorithms(in: message))
        case .messageIntegrity: self = .messageIntegrity(try field.bytes(in: message, count: 20...20))
        case .messageIntegritySHA256:
            self = .messageIntegritySHA256(try field.bytes(in: message, count: 16...32, multipleOf: 4))
        case .fingerprint: self = .fingerprint(try field.uint32(in: message))
        default: self = try Self.attributeOfUse(field, in: message)
        }
    }

    /// Decodes the attributes of TURN and ICE, and keeps unknown ones as bytes.
    private static func attributeOfUse(
        _ field: AttributeField,
        in message: RawSpan
    ) throws(STUNError) -> Attribute {
        switch field.type {
        case .channelNumber: .channelNumber(try field.channelNumber(in: message))
        case .lifetime: .lifetime(try field.uint32(in: message))
        case .data: .data(message.bytes(in: field.value))
        case .requestedAddressFamily: .requestedAddressFamily(try field.family(in: message))
        case .additionalAddressFamily: .additionalAddressFamily(try field.family(in: message))
        case .addressErrorCode: try field.addressErrorCode(in: message)
        case .evenPort: .evenPort(reservesNext: try field.evenPort(in: message))
        case .requestedTransport: .requestedTransport(try field.requestedTransport(in: message))
        case .dontFragment: try field.flag(.dontFragment)
        case .reservationToken: .reservationToken(try field.uint64(in: message))
        case .priority: .priority(try field.uint32(in: message))
        case .useCandidate: try field.flag(.useCandidate)
        case .iceControlled: .iceControlled(try field.uint64(in: message))
        case .iceControlling: .iceControlling(try field.uint64(in: message))
        default: .other(field.type, message.bytes(in: field.value))
        }
    }
}
