package import NIOCore

/// Writes one message to the end of a buffer. The buffer holds a whole message after each step.
///
/// The caller keeps the order: attributes, then ``appendIntegrity(_:with:to:)``, then ``appendFingerprint(to:)``.
package struct MessageWriter: Sendable {
    /// Index of the message's first byte in the buffer.
    package let start: Int
    /// The message's ID.
    package let transactionID: TransactionID

    /// Begins a message behind the contents of `buffer`.
    package init(_ type: MessageType, _ transactionID: TransactionID, to buffer: inout ByteBuffer) {
        start = buffer.writerIndex
        self.transactionID = transactionID
        buffer.writeMultipleIntegers(
            type.rawValue,
            UInt16(0),
            MessageHeader.magicCookie,
            transactionID.high,
            transactionID.low
        )
    }

    /// Number of bytes written.
    package func size(in buffer: ByteBuffer) -> Int { buffer.writerIndex - start }

    /// Appends an attribute. Traps for a value or a message of more than 65,535 bytes.
    package func append(_ attribute: Attribute, to buffer: inout ByteBuffer) {
        let header = buffer.writerIndex
        buffer.writeMultipleIntegers(attribute.type.rawValue, UInt16(0))
        attribute.writeValue(transactionID, to: &buffer)
        finishAttribute(at: header, in: &buffer)
    }

    /// Appends an attribute of type `type` whose value is `value`.
    package func append(_ type: AttributeType, _ value: RawSpan, to buffer: inout ByteBuffer) {
        let header = buffer.writerIndex
        buffer.writeMultipleIntegers(type.rawValue, UInt16(0))
        value.withUnsafeBytes { _ = buffer.writeBytes($0) }
        finishAttribute(at: header, in: &buffer)
    }

    /// Appends MESSAGE-INTEGRITY or MESSAGE-INTEGRITY-SHA256 over the message so far (RFC 8489 section 14.5).
    package func appendIntegrity(_ algorithm: IntegrityAlgorithm, with key: IntegrityKey, to buffer: inout ByteBuffer) {
        let field = buffer.writerIndex
        // The HMAC is computed over a header whose length already counts this attribute.
        setLength(buffer.writerIndex - start - MessageHeader.size + 4 + algorithm.size, in: &buffer)
        let code = buffer.withUnsafeReadableBytes { bytes in
            algorithm.code(over: UnsafeRawBufferPointer(rebasing: bytes[(start - buffer.readerIndex)...]), with: key)
        }
        buffer.writeMultipleIntegers(algorithm.attribute.rawValue, UInt16(0))
        buffer.writeBytes(code)
        finishAttribute(at: field, in: &buffer)
    }

    /// Appends FINGERPRINT over the message so far (RFC 8489 section 14.7).
    package func appendFingerprint(to buffer: inout ByteBuffer) {
        setLength(buffer.writerIndex - start - MessageHeader.size + 8, in: &buffer)
        let fingerprint = buffer.withUnsafeReadableBytes { bytes in
            Fingerprint.of(UnsafeRawBufferPointer(rebasing: bytes[(start - buffer.readerIndex)...]).bytes)
        }
        append(.fingerprint(fingerprint), to: &buffer)
    }

    private func finishAttribute(at header: Int, in buffer: inout ByteBuffer) {
        let length = buffer.writerIndex - header - 4
        buffer.setInteger(UInt16(length), at: header + 2)
        buffer.writeRepeatingByte(0, count: (4 - length % 4) % 4)
        setLength(buffer.writerIndex - start - MessageHeader.size, in: &buffer)
    }

    private func setLength(_ length: Int, in buffer: inout ByteBuffer) {
        buffer.setInteger(UInt16(length), at: start + 2)
    }
}
