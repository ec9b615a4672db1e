import Crypto
import FoundationEssentials

/// The protection of a message: MESSAGE-INTEGRITY or MESSAGE-INTEGRITY-SHA256 (RFC 8489 sections 14.5 and 14.6).
package enum IntegrityAlgorithm: Hashable, Sendable {
    /// HMAC-SHA-1, 20 bytes. Every server and every browser supports it.
    case sha1
    /// HMAC-SHA-256, here always written with all of its 32 bytes.
    case sha256

    /// The attribute that carries the code.
    package var attribute: AttributeType {
        switch self {
        case .sha1: .messageIntegrity
        case .sha256: .messageIntegritySHA256
        }
    }

    /// Number of bytes of the whole code.
    package var size: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        }
    }

    /// Whether the code at `field` of `message` was made with `key`. A SHA-256 code may be cut to 16 bytes or more.
    /// Takes the same time wherever the code differs.
    package func verify(_ field: AttributeField, in message: RawSpan, with key: IntegrityKey) -> Bool {
        let claimed = field.value.count
        switch self {
        case .sha1: guard claimed == size else { return false }
        case .sha256: guard claimed >= 16, claimed <= size, claimed % 4 == 0 else { return false }
        }
        // The HMAC covers everything before the attribute, with a header whose length ends at the attribute's end.
        var hashed = message.bytes(in: 0..<field.start)
        let length = field.value.upperBound - MessageHeader.size
        hashed[2] = UInt8(truncatingIfNeeded: length >> 8)
        hashed[3] = UInt8(truncatingIfNeeded: length)
        let code = hashed.withUnsafeBytes { self.code(over: $0, with: key) }
        var difference: UInt8 = 0
        for (index, byte) in code.prefix(claimed).enumerated() {
            difference |= byte ^ message.uint8(at: field.value.lowerBound + index)
        }
        return difference == 0
    }

    /// The code over `bytes`, whose length field already counts the attribute.
    func code(over bytes: UnsafeRawBufferPointer, with key: IntegrityKey) -> [UInt8] {
        let key = SymmetricKey(data: key.bytes)
        return switch self {
        case .sha1: Array(HMAC<Insecure.SHA1>.authenticationCode(for: bytes, using: key))
        case .sha256: Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
        }
    }
}
