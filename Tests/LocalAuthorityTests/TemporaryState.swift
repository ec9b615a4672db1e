import FoundationEssentials
import StateDirectory

/// Calls `body` with an empty state folder that is removed afterwards.
func withTemporaryState<Result>(_ body: (StateDirectory) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ferry-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(StateDirectory(at: folder.path))
}

/// The permission bits of the file or folder at `path`.
func permissions(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
}
