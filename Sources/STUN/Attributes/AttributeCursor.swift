/// The place of an attribute in its message.
package struct AttributeField: Hashable, Sendable {
    /// The attribute's type.
    package let type: AttributeType
    /// Indices of its value in the message, without padding.
    package let value: Range<Int>

    /// Index of the attribute's first byte, where its type stands.
    package var start: Int { value.lowerBound - 4 }
}

/// An iterator over the attributes of a message without copying anything.
///
/// It skips the attributes that a receiver must ignore: everything behind MESSAGE-INTEGRITY but
/// MESSAGE-INTEGRITY-SHA256 and FINGERPRINT, everything behind MESSAGE-INTEGRITY-SHA256 but FINGERPRINT, and everything
/// behind FINGERPRINT (RFC 8489 sections 14.5 to 14.7).
package struct AttributeCursor: Sendable {
    private var offset = MessageHeader.size
    /// The position in the order of closing attributes: integrity, SHA-256 integrity, fingerprint.
    private var stage = Stage.any

    private enum Stage: Int {
        case any
        case afterIntegrity
        case afterIntegritySHA256
        case afterFingerprint
    }

    /// A cursor before the first attribute.
    package init() {}

    /// The next attribute of `message`, nil at its end. The header of `message` has been read, and every call gets the
    /// same message.
    ///
    /// - Throws: ``STUNError/attributeTooLong``.
    package mutating func next(in message: RawSpan) throws(STUNError) -> AttributeField? {
        // The length of a message is a multiple of 4, and so is the size of an attribute with its padding.
        while message.byteCount - offset >= 4 {
            let type = AttributeType(rawValue: message.uint16(at: offset))
            let length = Int(message.uint16(at: offset + 2))
            let start = offset + 4
            guard length <= message.byteCount - start else { throw .attributeTooLong }
            offset = start + (length + 3) / 4 * 4
            if admits(type) {
                return AttributeField(type: type, value: start..<start + length)
            }
        }
        return nil
    }

    private mutating func admits(_ type: AttributeType) -> Bool {
        let own: Stage
        switch type {
        case .messageIntegrity: own = .afterIntegrity
        case .messageIntegritySHA256: own = .afterIntegritySHA256
        case .fingerprint: own = .afterFingerprint
        default: return stage == .any
        }
        guard own.rawValue > stage.rawValue else { return false }
        stage = own
        return true
    }
}
