import CAssets
import Crypto
import NIOCore

/// One file of the page. The bytes of one that is embedded stay in the binary until somebody asks for them.
struct Asset: Sendable {
    private enum Source: Sendable {
        /// Number of the file in the binary.
        case embedded(Int)
        /// Bytes that were read from a folder.
        case read(ByteBuffer)
    }

    /// What to send as `Content-Type`.
    let mediaType: String
    /// Strong validator (RFC 9110, 8.8.3): the digest of the bytes, in quotes.
    let entityTag: String
    /// Bytes in the file.
    let length: Int
    private let source: Source

    /// Characters of the digest that an entity tag keeps: 96 bits, far beyond chance.
    private static let tagLength = 24

    /// The file number `index` of the binary; `path` is its path below `web/`.
    init(index: Int, path: String) {
        let bytes = Self.embedded(index)
        self.init(source: .embedded(index), bytes: UnsafeRawBufferPointer(bytes), path: path)
    }

    /// A file with these `bytes`; `path` is its path below `web/`.
    init(bytes: [UInt8], path: String) {
        self = bytes.withUnsafeBytes {
            Asset(source: .read(ByteBuffer(bytes: bytes)), bytes: $0, path: path)
        }
    }

    private init(source: Source, bytes: UnsafeRawBufferPointer, path: String) {
        self.source = source
        mediaType = MediaType.ofFile(at: path)
        length = bytes.count
        var digest = SHA256()
        digest.update(bufferPointer: bytes)
        let hexadecimal = digest.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        entityTag = "\"\(hexadecimal.joined().prefix(Self.tagLength))\""
    }

    /// A copy of the bytes.
    func contents() -> ByteBuffer {
        switch source {
        case .embedded(let index): ByteBuffer(bytes: Self.embedded(index))
        case .read(let buffer): buffer
        }
    }

    private static func embedded(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let asset = ferry_asset_at(index)
        return UnsafeBufferPointer(start: asset.bytes, count: asset.length)
    }
}
