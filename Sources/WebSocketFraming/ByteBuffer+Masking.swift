package import NIOCore

extension ByteBuffer {
    /// Moves `length` bytes from `source` to the end of this buffer, masked or unmasked with `key`.
    ///
    /// Traps when `source` has fewer than `length` bytes. For the next piece of the same payload, pass
    /// `key.advanced(by: length)`.
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
