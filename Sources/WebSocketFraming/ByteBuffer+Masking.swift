package import NIOCore

extension ByteBuffer {
    /// Moves `length` bytes from `source` to the end of this buffer, masked or unmasked with `key`.
    ///
    /// `length` must not be more than `source` has. To go on in a further piece of the same payload, pass
    /// `key.advanced(by: length)` next time.
    package mutating func writeMasked(from source: inout ByteBuffer, length: Int, key: MaskingKey) {
        precondition(length <= source.readableBytes, "masking past the end of the source")
        writeWithUnsafeMutableBytes(minimumWritableBytes: length) { destination in
            source.readWithUnsafeReadableBytes { bytes in
                key.apply(
                    from: UnsafeRawBufferPointer(rebasing: bytes.prefix(length)),
                    to: UnsafeMutableRawBufferPointer(rebasing: destination.prefix(length))
                )
                return length
            }
        }
    }
}
