#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A lock that gives a state folder to one process: two servers that make the same keys at once would overwrite each
/// other's.
///
/// The system releases it when the process ends, however it ends (flock(2)). The file stays: another process may just
/// have opened it, and would then lock a file that is gone.
package final class StateLock: Sendable {
    private static let file = "lock"
    /// The open lock file; nil where the folder cannot be locked.
    private let descriptor: CInt?

    private init(descriptor: CInt?) {
        self.descriptor = descriptor
    }

    deinit {
        if let descriptor { close(descriptor) }
    }

    /// Locks the folder at `path`.
    ///
    /// On a file system without locks, and in a folder that cannot be written to, it succeeds without a lock: the first
    /// is rare, and in the second no process can overwrite a file.
    ///
    /// - Throws: `StateError.inUse` when another process holds the lock, `SystemError` when the file cannot be created.
    static func take(_ path: String) throws -> StateLock {
        let file = path + "/" + Self.file
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0o600)
        guard descriptor >= 0 else {
            switch errno {
            case EROFS: return StateLock(descriptor: nil)
            case EACCES where access(path, W_OK) != 0: return StateLock(descriptor: nil)
            // ELOOP: the file is a symbolic link, whose target must not be written to.
            case EISDIR, ENXIO, ELOOP: throw StateError.notAFile(file)
            default: throw SystemError("create \(file)")
            }
        }
        let lock = StateLock(descriptor: descriptor)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemError("read \(file)") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw StateError.notAFile(file) }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: throw StateError.inUse(path, process: holder(descriptor))
            case ENOLCK, ENOSYS, EOPNOTSUPP: return lock
            default: throw SystemError("lock \(file)")
            }
        }
        sign(descriptor)
        return lock
    }

    /// Writes this process's ID into the file, for the error message of another process. The lock holds without it.
    private static func sign(_ descriptor: CInt) {
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = pwrite(descriptor, text, text.count, 0)
    }

    /// The process ID that the lock's holder wrote; nil when it does not do so in time. The file may still name the
    /// holder before, so the ID of a process that has ended is read again.
    private static func holder(_ descriptor: CInt) -> Int? {
        var process: Int?
        for _ in 0..<looks {
            var bytes = [UInt8](repeating: 0, count: longestNumber)
            let count = pread(descriptor, &bytes, bytes.count, 0)
            process = Int(String(decoding: bytes.prefix(max(0, count)).prefix { $0 != 10 }, as: UTF8.self))
            if let process, isAlive(process) { break }
            usleep(glance)
        }
        return process
    }

    private static func isAlive(_ process: Int) -> Bool {
        guard let process = pid_t(exactly: process), process > 0 else { return false }
        return kill(process, 0) == 0 || errno == EPERM
    }

    /// The number of looks: a fifth of a second in all, while the holder writes its ID within microseconds.
    private static let looks = 20
    /// The time between two looks, in microseconds.
    private static let glance: useconds_t = 10_000
    /// The most bytes read of a process ID, with room to spare.
    private static let longestNumber = 32
}
