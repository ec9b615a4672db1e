import CAssets
import NIOPosix

/// The files of the page, by the path under which they are served.
struct AssetTable: Sendable {
    private enum Source: Sendable {
        /// The files in the binary, by their served path.
        case embedded([String: Asset])
        /// A folder like `web/` of the source, read at each request.
        case folder(String)
    }

    private let source: Source

    /// Pages with a path of their own, and their files.
    private static let pages = ["/": "index.html", "/trust": "trust.html"]

    /// The largest file that is read from a folder, in bytes: far larger than any file of the page.
    private static let largestFile = 16 * 1024 * 1024

    /// - Parameter folder: The folder to read the page from at each request, for its development; nil for the page in
    ///   the binary.
    init(folder: String? = nil) {
        source = folder.map(Source.folder) ?? .embedded(Self.embedded())
    }

    /// The file served under `path`, which starts with a slash; nil when there is none.
    func asset(at path: String) async -> Asset? {
        switch source {
        case .embedded(let assets): return assets[path]
        case .folder(let folder):
            guard let file = Self.file(at: path) else { return nil }
            let read = try? await NIOThreadPool.singleton.runIfActive {
                SmallFile.bytes("\(folder)/\(file)", atMost: Self.largestFile)
            }
            return read.map { Asset(bytes: $0, path: file) }
        }
    }

    private static func embedded() -> [String: Asset] {
        var assets: [String: Asset] = [:]
        for index in 0..<ferry_asset_count() {
            let file = String(cString: ferry_asset_at(index).path)
            let page = pages.first { $0.value == file }?.key
            assets[page ?? "/" + file] = Asset(index: index, path: file)
        }
        return assets
    }

    /// The path, below the folder, of the file served under `path`; nil when it could lead out of the folder, or is not
    /// a file of the page.
    private static func file(at path: String) -> String? {
        if let page = pages[path] { return page }
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in
            !part.isEmpty && !part.hasPrefix(".") && part.utf8.allSatisfy(isPlainByte)
        }
        let file = parts.joined(separator: "/")
        return isPlain && MediaType.isKnown(file) && !pages.values.contains(file) ? file : nil
    }

    private static func isPlainByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
