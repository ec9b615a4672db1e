#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads small files: the system's own (`/proc/…`, `/etc/resolv.conf`), and those of the page while one works on it.
enum SmallFile {
    /// Most bytes of a text file read here; none comes near it.
    private static let largestText = 262_144

    /// The text of the file at `path`, nil when it cannot be read or is not a small text file.
    static func read(_ path: String) -> String? {
        bytes(path, atMost: largestText).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The bytes of the file at `path`, nil when it cannot be read or has more than `largest` bytes. A pipe or a
    /// device, which could be waited for without end, is none.
    static func bytes(_ path: String, atMost largest: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = piece.withUnsafeMutableBytes { Self.read(descriptor, $0) }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            bytes.append(contentsOf: piece[..<count])
            guard bytes.count <= largest else { return nil }
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
