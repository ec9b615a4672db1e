/// The first 20 bytes of a message (RFC 8489 section 5).
package struct MessageHeader: Hashable, Sendable {
    /// Number of bytes of a header.
    package static let size = 20
    /// The fixed value that marks a message as STUN since RFC 5389.
    package static let magicCookie: UInt32 = 0x2112_A442

    /// Method and class.
    package var type: MessageType
    /// Number of bytes behind the header, a multiple of 4.
    package var length: Int
    /// The transaction ID, the same in a response as in its request.
    package var transactionID: TransactionID

    /// A header of these values.
    package init(type: MessageType, length: Int, transactionID: TransactionID) {
        self.type = type
        self.length = length
        self.transactionID = transactionID
    }

    /// Reads the header of a message that fills `message` exactly.
    ///
    /// - Throws: ``STUNError`` when `message` is not a STUN message, or one of RFC 3489 without magic cookie.
    package init(parsing message: RawSpan) throws(STUNError) {
        guard message.byteCount >= Self.size else { throw .truncated }
        let type = message.uint16(at: 0)
        guard type & 0xC000 == 0, message.uint32(at: 4) == Self.magicCookie else { throw .notSTUN }
        let length = Int(message.uint16(at: 2))
        guard length % 4 == 0, length == message.byteCount - Self.size else { throw .badLength }
        self.init(
            type: MessageType(rawValue: type),
            length: length,
            transactionID: TransactionID(high: message.uint32(at: 8), low: message.uint64(at: 12))
        )
    }
}

/// The number that ties a response to its request: 96 bits (RFC 8489 section 5).
package struct TransactionID: Hashable, Sendable {
    /// The first 32 bits.
    package let high: UInt32
    /// The last 64 bits.
    package let low: UInt64

    /// The ID of these bits.
    package init(high: UInt32, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new random ID. Requests need a cryptographically secure generator: an attacker who guesses the ID can forge
    /// the response.
    package init(using random: inout some RandomNumberGenerator) {
        self.init(high: random.next(), low: random.next())
    }
}
