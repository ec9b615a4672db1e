#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Keeps a state folder for one process: two servers that make the same keys at once would break each other's.
///
/// The system lets go of it when the process ends, however it ends (flock(2)). The file stays: removing it could take
/// it from under another process that has just opened it.
package final class StateLock: Sendable {
    private static let file = "lock"
    /// Nil where the folder cannot be locked.
    private let descriptor: CInt?

    private init(descriptor: CInt?) {
        self.descriptor = descriptor
    }

    deinit {
        if let descriptor { close(descriptor) }
    }

    /// Takes the folder at `path`.
    ///
    /// A folder on a file system without locks, or one that cannot be written to, is taken without: the first is rare,
    /// and in the second nobody can break anything.
    ///
    /// - Throws: `StateError.inUse` when another process has it, `SystemError` when the file cannot be made.
    static func take(_ path: String) throws -> StateLock {
        let file = path + "/" + Self.file
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0o600)
        guard descriptor >= 0 else {
            switch errno {
            case EROFS: return StateLock(descriptor: nil)
            case EACCES where access(path, W_OK) != 0: return StateLock(descriptor: nil)
            // ELOOP: a link. What it leads to is not ours to write into.
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

    /// Writes down whose it is, for the sentence that others are told. Without it the lock is as good.
    private static func sign(_ descriptor: CInt) {
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = pwrite(descriptor, text, text.count, 0)
    }

    /// The process that wrote itself down; nil when it does not in good time. What stands there may be the word of the
    /// one before it, so one that has ended is not believed at once.
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

    /// A fifth of a second in all: the other process writes itself down within microseconds.
    private static let looks = 20
    /// In microseconds.
    private static let glance: useconds_t = 10_000
    /// Bytes that a process number may have, with room to spare.
    private static let longestNumber = 32
}
