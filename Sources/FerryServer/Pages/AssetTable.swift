import CAssets

/// The files of the page by the path under which they are served.
struct AssetTable: Sendable {
    private let assets: [String: Asset]

    /// Pages with an address of their own.
    private static let pages = ["index.html": "/", "trust.html": "/trust"]

    /// All files compiled into the binary.
    init() {
        var assets: [String: Asset] = [:]
        for index in 0..<ferry_asset_count() {
            let file = String(cString: ferry_asset_at(index).path)
            assets[Self.pages[file] ?? "/" + file] = Asset(index: index, path: file)
        }
        self.assets = assets
    }

    /// The file served under `path`, which starts with a slash.
    subscript(path: String) -> Asset? { assets[path] }
}
