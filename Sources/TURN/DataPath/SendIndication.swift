import NetPrimitives
import STUN

/// The contents of a Send indication: a payload and the peer it is for (RFC 8656 section 11.2).
struct SendIndication {
    let peer: TransportAddress
    /// Indices of the payload in the message.
    let payload: Range<Int>

    /// The reason why an indication is dropped.
    enum Fault: Error {
        /// It is malformed, lacks an attribute, or has an unknown comprehension-required one.
        case notUnderstood
    }

    /// Finds the two attributes.
    init(_ header: MessageHeader, in message: RawSpan) throws(Fault) {
        var peer: TransportAddress?
        var payload: Range<Int>?
        do throws(STUNError) {
            var cursor = AttributeCursor()
            while let field = try cursor.next(in: message) {
                switch field.type {
                case .xorPeerAddress where peer == nil: peer = try field.xorAddress(in: message, header.transactionID)
                case .data where payload == nil: payload = field.value
                // DONT-FRAGMENT counts as unknown.
                default: if !Self.isIgnored(field.type) { throw .badValue(field.type) }
                }
            }
        } catch {
            throw .notUnderstood
        }
        guard let peer, let payload else { throw .notUnderstood }
        self.peer = peer
        self.payload = payload
    }

    /// Whether an attribute may be ignored here: a second one of its type, or credentials, which indications need not
    /// have.
    private static func isIgnored(_ type: AttributeType) -> Bool {
        switch type {
        case .xorPeerAddress, .data, .username, .realm, .nonce, .messageIntegrity, .messageIntegritySHA256: true
        default: !type.isComprehensionRequired
        }
    }
}
