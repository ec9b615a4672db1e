#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads small files: the system's (`/proc/…`, `/etc/resolv.conf`), and those of the page during its development.
enum SmallFile {
    /// The reason why a file cannot be read.
    enum Failure: Error, Equatable, CustomStringConvertible {
        /// The system's error code.
        case system(CInt)
        /// The path is a folder, a pipe or a device.
        case noFile
        /// The file is larger than allowed.
        case tooLarge
        /// The file is not UTF-8.
        case notText

        var description: String {
            switch self {
            case .system(let code): String(cString: strerror(code))
            case .noFile: "it is a folder, a pipe or a device"
            case .tooLarge: "it is too large"
            case .notText: "it is not text"
            }
        }
    }

    /// The largest text file that is read, in bytes; real ones are far smaller.
    private static let largestText = 262_144

    /// The text of the file at `path`, nil when it cannot be read or is not a small text file.
    static func read(_ path: String) -> String? { try? text(path) }

    /// The text of the file at `path`.
    static func text(_ path: String) throws(Failure) -> String {
        guard let text = String(validating: try contents(path, atMost: largestText), as: UTF8.self) else {
            throw .notText
        }
        return text
    }

    /// The bytes of the file at `path`, nil when it cannot be read or has more than `largest` bytes.
    static func bytes(_ path: String, atMost largest: Int) -> [UInt8]? { try? contents(path, atMost: largest) }

    /// The bytes of the file. A pipe or a device is refused, since reading from it could block forever.
    private static func contents(_ path: String, atMost largest: Int) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw .system(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .noFile }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = piece.withUnsafeMutableBytes { Self.read(descriptor, $0) }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw .system(errno)
            }
            bytes.append(contentsOf: piece[..<count])
            guard bytes.count <= largest else { throw .tooLarge }
        }
    }

    private static func read(_ descriptor: CInt, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.read(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.read(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}
