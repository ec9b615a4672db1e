/// Why a file or the folder of `StateDirectory` is not used.
package enum StateError: Error, Equatable, CustomStringConvertible {
    /// Something that is not a folder has the folder's path.
    case notAFolder(String)
    /// Something that is not a file, such as a folder, a pipe or a link, has the path of one of ours.
    case notAFile(String)
    /// Another process has the folder; its number, if that is known.
    case inUse(String, process: Int?)
    /// A secret's mode lets others read it, so it may no longer be one.
    case readableByOthers(String)
    /// The file is larger than any of ours.
    case tooLarge(String)
    /// The file is not what it should be.
    case damaged(String, reason: String)

    package var description: String {
        switch self {
        case .notAFolder(let path):
            "\(path) is not a folder: name another one with --state"
        case .notAFile(let path):
            "\(path) is not a file: remove it, or name another folder with --state"
        case .inUse(let path, let process):
            "\(path) is in use by another Ferry\(process.map { " (process \($0))" } ?? ""): end that one, or name another "
                + "folder with --state"
        case .readableByOthers(let file):
            "\(file) holds a secret that other users can read: delete it to have a new one made, or run chmod 600 \(file)"
        case .tooLarge(let file):
            "\(file) is too large to be one of Ferry's: name another folder with --state"
        case .damaged(let file, let reason):
            "\(file) is damaged (\(reason)): delete it to have a new one made"
        }
    }
}
