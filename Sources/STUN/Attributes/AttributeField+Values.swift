package import NetPrimitives

/// Readers for the formats of attribute values. `message` is the message in which the field was found.
extension AttributeField {
    /// A number of 32 bits.
    ///
    /// - Throws: ``STUNError/badValue(_:)``, as all methods below.
    package func uint32(in message: RawSpan) throws(STUNError) -> UInt32 {
        try require(value.count == 4)
        return message.uint32(at: value.lowerBound)
    }

    /// A number of 64 bits.
    package func uint64(in message: RawSpan) throws(STUNError) -> UInt64 {
        try require(value.count == 8)
        return message.uint64(at: value.lowerBound)
    }

    /// A copy of the bytes.
    package func bytes(
        in message: RawSpan,
        count: ClosedRange<Int>,
        multipleOf unit: Int = 1
    ) throws(STUNError) -> [UInt8] {
        try require(count.contains(value.count) && value.count % unit == 0)
        return message.bytes(in: value)
    }

    /// The value of MAPPED-ADDRESS and attributes of the same format (RFC 8489 section 14.1).
    package func address(in message: RawSpan) throws(STUNError) -> TransportAddress {
        // A zero byte, the family, the port.
        try require(value.count >= 4)
        let start = value.lowerBound
        let port = message.uint16(at: start + 2)
        switch (AddressFamily(rawValue: message.uint8(at: start + 1)), value.count) {
        case (.v4, 8):
            return TransportAddress(.v4(IPv4Address(bits: message.uint32(at: start + 4))), port: port)
        case (.v6, 20):
            let address = IPv6Address(high: message.uint64(at: start + 4), low: message.uint64(at: start + 12))
            return TransportAddress(.v6(address), port: port)
        default:
            throw .badValue(type)
        }
    }

    /// The value of XOR-MAPPED-ADDRESS and attributes of the same format (RFC 8489 section 14.2).
    package func xorAddress(
        in message: RawSpan,
        _ transactionID: TransactionID
    ) throws(STUNError) -> TransportAddress {
        try address(in: message).xored(with: transactionID)
    }

    /// The value of REQUESTED-ADDRESS-FAMILY and ADDITIONAL-ADDRESS-FAMILY (RFC 8656 section 18.6).
    package func family(in message: RawSpan) throws(STUNError) -> AddressFamily {
        try require(value.count == 4)
        guard let family = AddressFamily(rawValue: message.uint8(at: value.lowerBound)) else { throw .badValue(type) }
        return family
    }

    /// The value of CHANNEL-NUMBER (RFC 8656 section 18.1), whatever its range.
    package func channelNumber(in message: RawSpan) throws(STUNError) -> UInt16 {
        try require(value.count == 4)
        return message.uint16(at: value.lowerBound)
    }

    /// The protocol number in REQUESTED-TRANSPORT (RFC 8656 section 18.8).
    package func requestedTransport(in message: RawSpan) throws(STUNError) -> UInt8 {
        try require(value.count == 4)
        return message.uint8(at: value.lowerBound)
    }

    /// Whether EVEN-PORT asks for the next port as well (RFC 8656 section 18.7).
    package func evenPort(in message: RawSpan) throws(STUNError) -> Bool {
        try require(value.count == 1)
        return message.uint8(at: value.lowerBound) & 0x80 != 0
    }

    func errorCode(in message: RawSpan) throws(STUNError) -> ErrorCode {
        try require(value.count >= 4)
        let hundreds = UInt16(message.uint8(at: value.lowerBound + 2) & 7)
        let rest = UInt16(message.uint8(at: value.lowerBound + 3))
        guard rest < 100, let code = ErrorCode(rawValue: hundreds * 100 + rest) else { throw .badValue(type) }
        return code
    }

    /// The reason phrase behind the error code. The caller has read the code, so the value has four bytes or more.
    func reason(in message: RawSpan) -> [UInt8] {
        message.bytes(in: value.dropFirst(4))
    }

    func addressErrorCode(in message: RawSpan) throws(STUNError) -> Attribute {
        let code = try errorCode(in: message)
        guard let family = AddressFamily(rawValue: message.uint8(at: value.lowerBound)) else { throw .badValue(type) }
        return .addressErrorCode(family, code, reason: reason(in: message))
    }

    func types(in message: RawSpan) throws(STUNError) -> [AttributeType] {
        try require(value.count % 2 == 0)
        return stride(from: value.lowerBound, to: value.upperBound, by: 2).map {
            AttributeType(rawValue: message.uint16(at: $0))
        }
    }

    func passwordAlgorithm(in message: RawSpan) throws(STUNError) -> PasswordAlgorithm {
        let algorithms = try passwordAlgorithms(in: message)
        guard let algorithm = algorithms.first, algorithms.count == 1 else { throw .badValue(type) }
        return algorithm
    }

    func passwordAlgorithms(in message: RawSpan) throws(STUNError) -> [PasswordAlgorithm] {
        var algorithms: [PasswordAlgorithm] = []
        var offset = value.lowerBound
        while offset < value.upperBound {
            try require(value.upperBound - offset >= 4)
            let start = offset + 4
            let length = Int(message.uint16(at: offset + 2))
            try require(length <= value.upperBound - start)
            let parameters = message.bytes(in: start..<start + length)
            algorithms.append(PasswordAlgorithm(number: message.uint16(at: offset), parameters: parameters))
            // The last algorithm may come without padding that the attribute's length does not count.
            offset = start + (length + 3) / 4 * 4
        }
        return algorithms
    }

    /// `attribute`, which has no value: its presence is all it says.
    func flag(_ attribute: Attribute) throws(STUNError) -> Attribute {
        try require(value.isEmpty)
        return attribute
    }

    private func require(_ condition: Bool) throws(STUNError) {
        guard condition else { throw .badValue(type) }
    }
}
