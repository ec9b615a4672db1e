package import NIOCore

/// The four bytes with which a client's payload is XORed (RFC 6455, section 5.3).
package struct MaskingKey: Hashable, Sendable {
    /// The key's bytes; the first is the least significant, so that shifting right by 8 drops the byte just used.
    private var bytes: UInt32

    /// The four bytes in the order of the wire.
    package init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) {
        bytes = UInt32(first) | UInt32(second) << 8 | UInt32(third) << 16 | UInt32(fourth) << 24
    }

    /// The key as it is read from or written to the wire in network byte order.
    package init(bigEndian value: UInt32) { bytes = value.byteSwapped }

    /// The key as an integer in network byte order.
    package var bigEndian: UInt32 { bytes.byteSwapped }

    /// The key to use for the byte that follows `count` bytes masked with this one.
    package func advanced(by count: Int) -> MaskingKey {
        let shift = UInt32(truncatingIfNeeded: count & 3) * 8
        var key = self
        key.bytes = bytes >> shift | bytes << ((32 - shift) & 31)
        return key
    }

    /// Writes `source`, XORed with the key, to `destination` of the same length. The two may be the same memory.
    package func apply(from source: UnsafeRawBufferPointer, to destination: UnsafeMutableRawBufferPointer) {
        precondition(source.count == destination.count, "masking needs a destination as long as its source")
        let word = UInt64(bytes) << 32 | UInt64(bytes)
        // Every platform that Swift runs on in practice is little-endian, like the layout of the key; the conversion
        // keeps this right on others.
        let pattern = word.littleEndian
        let wholeWords = source.count & ~7
        var offset = 0
        while offset < wholeWords {
            let value = source.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ pattern
            destination.storeBytes(of: value, toByteOffset: offset, as: UInt64.self)
            offset += 8
        }
        var rest = word
        while offset < source.count {
            destination[offset] = source[offset] ^ UInt8(truncatingIfNeeded: rest)
            rest >>= 8
            offset += 1
        }
    }
}

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
