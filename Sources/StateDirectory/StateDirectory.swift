#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The folder for data that must survive a restart: keys and certificates.
///
/// The folder and every secret in it are created with access for the owner only. Files are replaced atomically: a
/// reader sees the old bytes or the new ones, also after a crash.
package struct StateDirectory: Sendable {
    /// The users who may read a file.
    package enum Access: Sendable {
        /// Only its owner, for keys.
        case owner
        /// All users, for certificates.
        case everyone

        fileprivate var mode: mode_t {
            switch self {
            case .owner: 0o600
            case .everyone: 0o644
            }
        }
    }

    /// Path of the folder, without a slash at the end.
    package let path: String

    /// Opens the folder at `path` and creates it and its missing parents.
    ///
    /// - Throws: `SystemError` when the folder cannot be created, `StateError` when its path is not a folder.
    package init(at path: String) throws {
        let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        self.path = trimmed
        try Self.create(trimmed)
        var status = stat()
        guard stat(trimmed, &status) == 0 else { throw SystemError("read \(trimmed)") }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw StateError.notAFolder(trimmed) }
    }

    /// Locks the folder for this process until the lock is released.
    ///
    /// - Throws: `StateError.inUse` when another process holds the lock; `StateError` and `SystemError` for the lock's
    ///   file.
    package func lock() throws -> StateLock {
        try StateLock.take(path)
    }

    /// The default folder: `$XDG_STATE_HOME/ferry`, else `~/.local/state/ferry` (XDG Base Directory Specification 0.8).
    /// Nil when the environment names no home.
    package static func defaultPath(environment: [String: String]) -> String? {
        if let base = environment["XDG_STATE_HOME"], base.hasPrefix("/") { return base + "/ferry" }
        if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.local/state/ferry" }
        return nil
    }

    /// The bytes of the file `name`, nil when it does not exist.
    ///
    /// - Throws: `StateError.readableByOthers` when the file holds a secret (`access` is `.owner`) that others can
    ///   read; `StateError.tooLarge` beyond 64 KiB, far more than any of our files has; `StateError.notAFile` for a
    ///   folder, a pipe or a device, reading from which could block forever; `SystemError` otherwise.
    package func read(_ name: String, access: Access) throws -> [UInt8]? {
        let file = path + "/" + name
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT: return nil
            // The path is a socket, or a device without a driver.
            case ENXIO, ENODEV: throw StateError.notAFile(file)
            default: throw SystemError("read \(file)")
            }
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemError("read \(file)") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw StateError.notAFile(file) }
        if case .owner = access, status.st_mode & 0o077 != 0 { throw StateError.readableByOthers(file) }
        return try Self.readAll(descriptor, file: file)
    }

    /// Replaces the file `name` by `bytes`.
    ///
    /// - Throws: `SystemError`; the old file is then untouched.
    package func write(_ bytes: [UInt8], to name: String, access: Access) throws {
        let file = path + "/" + name
        let draft = file + ".new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, access.mode)
        guard descriptor >= 0 else { throw SystemError("create \(draft)") }
        do {
            defer { close(descriptor) }
            try Self.writeAll(bytes, to: descriptor, file: draft)
            guard fsync(descriptor) == 0 else { throw SystemError("write \(draft)") }
        } catch {
            unlink(draft)
            throw error
        }
        guard rename(draft, file) == 0 else { throw SystemError("replace \(file)") }
        syncFolder()
    }

    /// Removes the obsolete file `name`, if it exists and the folder can be written to.
    package func remove(_ name: String) {
        if unlink(path + "/" + name) == 0 { syncFolder() }
    }

    /// Makes a rename or removal survive a loss of power, where the file system supports it.
    private func syncFolder() {
        let folder = open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private static func create(_ path: String) throws {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw SystemError("create \(path)")
        }
        try create(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemError("create \(path)") }
    }

    /// The size limit of a file in bytes: far above any of our files, so that a mistaken path cannot fill the memory.
    private static let largestFile = 65_536

    private static func readAll(_ descriptor: CInt, file: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = piece.withUnsafeMutableBytes { systemRead(descriptor, into: $0) }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemError("read \(file)")
            }
            bytes.append(contentsOf: piece[..<count])
            guard bytes.count <= largestFile else { throw StateError.tooLarge(file) }
        }
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: CInt, file: String) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, from: $0) }
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemError("write \(file)")
            }
            rest = rest.dropFirst(count)
        }
    }
}

// Functions outside of the type, whose methods of the same names hide the system's.

private func systemRead(_ descriptor: CInt, into bytes: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, bytes.baseAddress, bytes.count)
}

private func systemWrite(_ descriptor: CInt, from bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
