import FoundationEssentials
import StateDirectory
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("The state folder", .timeLimit(.minutes(1)))
struct StateDirectoryTests {
    /// Other things that may be at the path of a file.
    enum Thing: CaseIterable {
        case folder, pipe, device, unixSocket

        func put(at path: String) throws {
            switch self {
            case .folder: try #require(mkdir(path, 0o700) == 0)
            case .pipe: try #require(mkfifo(path, 0o600) == 0)
            case .device: try #require(symlink("/dev/zero", path) == 0)
            case .unixSocket: try bindSocket(at: path)
            }
        }

        private func bindSocket(at path: String) throws {
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            #if canImport(Glibc)
                let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
            #else
                let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
            #endif
            defer { close(descriptor) }
            let size = socklen_t(MemoryLayout<sockaddr_un>.size)
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
            }
            try #require(result == 0)
        }
    }

    @Test("What is no file is named, and not waited for", arguments: Thing.allCases)
    func notAFile(thing: Thing) throws {
        try withTemporaryState { state in
            try thing.put(at: state.path + "/identity.key")
            #expect(throws: StateError.notAFile(state.path + "/identity.key")) {
                try state.read("identity.key", access: .everyone)
            }
        }
    }

    @Test("A lock that is no file is named, and not waited for", arguments: [Thing.folder, .pipe, .unixSocket])
    func lockIsNotAFile(thing: Thing) throws {
        try withTemporaryState { state in
            try thing.put(at: state.path + "/lock")
            #expect(throws: StateError.notAFile(state.path + "/lock")) { try state.lock() }
        }
    }

    @Test("A folder that cannot be made is named with the reason, and so is the option for another one")
    func cannotBeMade() throws {
        try withTemporaryState { state in
            try state.write([1], to: "file", access: .owner)
            let error = try #require(throws: SystemError.self) { try StateDirectory(at: state.path + "/file/ferry") }
            #expect(error.description.contains("\(state.path)/file/ferry"))
            #expect(error.description.contains(String(cString: strerror(ENOTDIR))))
            #expect(error.description.contains("--state"))
        }
    }

    @Test("A folder is one process's at a time, and the sentence names that process")
    func oneAtATime() throws {
        try withTemporaryState { state in
            let lock = try state.lock()
            let error = try #require(throws: StateError.self) { try state.lock() }
            #expect(error == .inUse(state.path, process: Int(getpid())))
            #expect(error.description.contains("process \(getpid())"))
            #expect(error.description.contains("--state"))
            withExtendedLifetime(lock) {}
        }
    }

    @Test("A lock that is a link is refused, and what it leads to keeps its content")
    func lockIsALink() throws {
        try withTemporaryState { state in
            try state.write([1, 2, 3], to: "precious", access: .owner)
            try #require(symlink("precious", state.path + "/lock") == 0)
            #expect(throws: StateError.notAFile(state.path + "/lock")) { try state.lock() }
            #expect(try state.read("precious", access: .owner) == [1, 2, 3])
        }
    }

    @Test("A folder that this user may not write to is used without a lock", .enabled(if: geteuid() != 0))
    func lockInReadOnlyFolder() throws {
        try withTemporaryState { state in
            try #require(chmod(state.path, 0o500) == 0)
            defer { chmod(state.path, 0o700) }
            withExtendedLifetime(try state.lock()) {}
        }
    }

    @Test("A folder is free again when its lock is gone")
    func letGo() throws {
        try withTemporaryState { state in
            do { withExtendedLifetime(try state.lock()) {} }
            do { withExtendedLifetime(try state.lock()) {} }
        }
    }

    @Test("What is written is read, replaced and removed whole")
    func writtenAndRead() throws {
        try withTemporaryState { state in
            #expect(try state.read("file", access: .owner) == nil)
            try state.write([1, 2, 3], to: "file", access: .owner)
            try state.write([4], to: "file", access: .owner)
            #expect(try state.read("file", access: .owner) == [4])
            state.remove("file")
            state.remove("file")
            #expect(try state.read("file", access: .owner) == nil)
            #expect(try FileManager.default.contentsOfDirectory(atPath: state.path).isEmpty)
        }
    }
}

/// Calls `body` with an empty state folder that is removed afterwards.
private func withTemporaryState(_ body: (StateDirectory) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ferry-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(StateDirectory(at: folder.path))
}
