package import NIOCore

/// A whole decoded message, where allocation does not matter: responses of a server, connectivity checks of ICE, tests.
///
/// To drop unwanted messages cheaply, a server reads them with ``MessageHeader`` and ``AttributeCursor`` instead, which
/// allocate nothing.
package struct Message: Hashable, Sendable {
    /// Method and class.
    package var type: MessageType
    /// The transaction ID, the same in a response as in its request.
    package var transactionID: TransactionID
    /// The attributes in the order of the message, without the ones behind the integrity that must be ignored.
    package var attributes: [Attribute]

    /// A message of these values.
    package init(_ type: MessageType, _ transactionID: TransactionID, _ attributes: [Attribute] = []) {
        self.type = type
        self.transactionID = transactionID
        self.attributes = attributes
    }

    /// Reads a message from all of `bytes`. Integrity and fingerprint are not checked, see
    /// ``IntegrityAlgorithm/verify(_:in:with:)`` and ``Fingerprint/verify(_:in:)``.
    ///
    /// - Throws: ``STUNError``, also when a value does not fit its attribute's type.
    package init(parsing bytes: RawSpan) throws(STUNError) {
        let header = try MessageHeader(parsing: bytes)
        self.init(header.type, header.transactionID)
        var cursor = AttributeCursor()
        while let field = try cursor.next(in: bytes) {
            attributes.append(try Attribute(field, in: bytes, transactionID: transactionID))
        }
    }

    /// Appends the message to `buffer` and returns its writer, to add integrity and fingerprint.
    @discardableResult
    package func write(to buffer: inout ByteBuffer) -> MessageWriter {
        let writer = MessageWriter(type, transactionID, to: &buffer)
        for attribute in attributes {
            writer.append(attribute, to: &buffer)
        }
        return writer
    }
}
