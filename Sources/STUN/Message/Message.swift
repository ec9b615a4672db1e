package import NIOCore

/// A whole message with all that it says, for those who are not in a hurry: answers of a server, checks of ICE, tests.
///
/// A server that sees many messages it will not answer walks over them with ``MessageHeader`` and ``AttributeCursor``
/// instead, which allocates nothing.
package struct Message: Hashable, Sendable {
    /// What it is.
    package var type: MessageType
    /// Ties answers to requests.
    package var transactionID: TransactionID
    /// In the order of the message, without those that are to be ignored behind the integrity.
    package var attributes: [Attribute]

    /// A message of these values.
    package init(_ type: MessageType, _ transactionID: TransactionID, _ attributes: [Attribute] = []) {
        self.type = type
        self.transactionID = transactionID
        self.attributes = attributes
    }

    /// Reads the message that is all of `bytes`. Integrity and fingerprint are not checked, see
    /// ``IntegrityAlgorithm/verify(_:in:with:)`` and ``Fingerprint/verify(_:in:)``.
    ///
    /// - Throws: ``STUNError``, also for a value that is not of its attribute's form.
    package init(parsing bytes: RawSpan) throws(STUNError) {
        let header = try MessageHeader(parsing: bytes)
        self.init(header.type, header.transactionID)
        var cursor = AttributeCursor()
        while let field = try cursor.next(in: bytes) {
            attributes.append(try Attribute(field, in: bytes, transactionID: transactionID))
        }
    }

    /// Appends the message to `buffer` and returns its writer, for integrity and fingerprint.
    @discardableResult
    package func write(to buffer: inout ByteBuffer) -> MessageWriter {
        let writer = MessageWriter(type, transactionID, to: &buffer)
        for attribute in attributes {
            writer.append(attribute, to: &buffer)
        }
        return writer
    }
}
