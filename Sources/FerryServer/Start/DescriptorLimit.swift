#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How many file descriptors, and so how many sockets, this process may have open.
package enum DescriptorLimit {
    /// Kept back from sockets: listeners, the event loops' own descriptors, files read now and then.
    private static let reserve = 64

    /// Above this many nothing is gained, and some systems say "unlimited".
    private static let highest = 1 << 20

    /// Raises the limit to the highest this user may have. Failing to is no error: the old limit stays.
    package static func raise() {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, rlim_t(highest))
        setrlimit(resource, &limit)
    }

    /// The limit in force; nil when the system does not tell.
    package static func current() -> Int? {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return nil }
        return Int(exactly: limit.rlim_cur).map { min($0, highest) } ?? highest
    }

    /// Connections that may be open at once under the limit in force.
    package static func connections() -> Int {
        max(reserve, (current() ?? 1024) - reserve)
    }

    #if canImport(Glibc)
        private static let resource = CInt(RLIMIT_NOFILE.rawValue)
    #else
        private static let resource = CInt(RLIMIT_NOFILE)
    #endif
}
