import NetPrimitives
import STUN

/// What a Send indication carries, and to whom (RFC 8656 section 11.2).
struct SendIndication {
    let peer: TransportAddress
    /// Indices in the message.
    let payload: Range<Int>

    /// Why an indication is dropped.
    enum Fault: Error {
        /// It cannot be read, lacks something, or has something that must be understood and is not.
        case notUnderstood
    }

    /// Finds the two attributes that count.
    init(_ header: MessageHeader, in message: RawSpan) throws(Fault) {
        var peer: TransportAddress?
        var payload: Range<Int>?
        do throws(STUNError) {
            var cursor = AttributeCursor()
            while let field = try cursor.next(in: message) {
                switch field.type {
                case .xorPeerAddress where peer == nil: peer = try field.xorAddress(in: message, header.transactionID)
                case .data where payload == nil: payload = field.value
                // DONT-FRAGMENT is among those that are not understood.
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

    /// Known attributes without meaning here: a second one of its type, or integrity, which indications need not have.
    private static func isIgnored(_ type: AttributeType) -> Bool {
        switch type {
        case .xorPeerAddress, .data, .username, .realm, .nonce, .messageIntegrity, .messageIntegritySHA256: true
        default: !type.isComprehensionRequired
        }
    }
}
