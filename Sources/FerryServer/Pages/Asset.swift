import CAssets
import Crypto
import NIOCore

/// One file of the page. Its bytes stay in the binary until somebody asks for them.
struct Asset: Sendable {
    /// What to send as `Content-Type`.
    let mediaType: String
    /// Strong validator (RFC 9110, 8.8.3): the digest of the bytes, in quotes.
    let entityTag: String
    /// Bytes in the file.
    let length: Int
    private let index: Int

    /// Characters of the digest that an entity tag keeps: 96 bits, far beyond chance.
    private static let tagLength = 24

    init(index: Int, path: String) {
        self.index = index
        mediaType = MediaType.ofFile(at: path)
        let bytes = Self.bytes(index)
        length = bytes.count
        var digest = SHA256()
        digest.update(bufferPointer: UnsafeRawBufferPointer(bytes))
        let hexadecimal = digest.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        entityTag = "\"\(hexadecimal.joined().prefix(Self.tagLength))\""
    }

    /// A copy of the bytes.
    func contents() -> ByteBuffer {
        ByteBuffer(bytes: Self.bytes(index))
    }

    private static func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let asset = ferry_asset_at(index)
        return UnsafeBufferPointer(start: asset.bytes, count: asset.length)
    }
}
