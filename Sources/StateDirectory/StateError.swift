/// The reason why `StateDirectory` refuses a file or the folder.
package enum StateError: Error, Equatable, CustomStringConvertible {
    /// The path of the folder is not a folder.
    case notAFolder(String)
    /// The path of a file is a folder, a pipe, a link or the like.
    case notAFile(String)
    /// Another process uses the folder; its process ID, if known.
    case inUse(String, process: Int?)
    /// The mode of a secret file lets others read it, so it may no longer be secret.
    case readableByOthers(String)
    /// The file is larger than any of our files can be.
    case tooLarge(String)
    /// The contents of the file are not valid.
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
