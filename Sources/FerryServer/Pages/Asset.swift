import CAssets
import Crypto
import NIOCore

/// A file of the page. An embedded one is copied out of the binary only when it is requested.
struct Asset: Sendable {
    private enum Source: Sendable {
        /// The index of the file in the binary.
        case embedded(Int)
        /// The bytes of a file from a folder.
        case read(ByteBuffer)
    }

    /// The value of `Content-Type`.
    let mediaType: String
    /// The strong validator (RFC 9110, 8.8.3): a digest of the bytes, in quotes.
    let entityTag: String
    /// The size of the file in bytes.
    let length: Int
    private let source: Source

    /// The number of hexadecimal digits of the digest in an entity tag: 96 bits, so collisions do not happen by chance.
    private static let tagLength = 24

    /// The file with this index in the binary; `path` is its path below `web/`.
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

/// Media types of the files that make up the page.
enum MediaType {
    static let html = "text/html; charset=utf-8"
    static let plainText = "text/plain; charset=utf-8"
    static let svg = "image/svg+xml"
    /// A certificate to install. RFC 2585 names `application/pkix-cert`, but phones need this one.
    static let authorityCertificate = "application/x-x509-ca-cert"

    private static let unknown = "application/octet-stream"

    /// The type of the file at `path`, by its suffix.
    static func ofFile(at path: String) -> String {
        switch path.split(separator: ".").last {
        case "html": html
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": svg
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "webmanifest": "application/manifest+json"
        case "woff2": "font/woff2"
        default: unknown
        }
    }

    /// Whether the file at `path` has one of the types of the page's files.
    static func isKnown(_ path: String) -> Bool { ofFile(at: path) != unknown }
}
