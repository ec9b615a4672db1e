#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Standard output.
struct Terminal {
    /// Whether a person reads it, and not a file or another program.
    let isInteractive = isatty(STDOUT_FILENO) == 1

    /// Writes `text` now. That nobody reads it is no error: a server outlives its terminal.
    func print(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
