#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The limit on file descriptors, and so on the sockets, of this process.
package enum DescriptorLimit {
    /// Descriptors reserved for listeners, event loops and files.
    private static let reserve = 64

    /// The lowest limit with which the server starts: the reserve and room for a page or two. Libraries open
    /// descriptors late, when one of their threads starts, and some end the process when there is none.
    package static let lowest = 128

    /// The highest limit asked for: more is of no use, and some systems report "unlimited".
    private static let highest = 1 << 20

    /// Raises the limit to the highest this user may have. When that fails, the old limit stays.
    package static func raise() throws(StartError) {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, rlim_t(highest))
        setrlimit(resource, &limit)
        if let limit = current(), limit < lowest { throw .fewDescriptors(limit, needed: lowest) }
    }

    /// The limit in force; nil when the system does not report it.
    package static func current() -> Int? {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return nil }
        return Int(exactly: limit.rlim_cur).map { min($0, highest) } ?? highest
    }

    /// The number of connections that may be open at once under the limit in force.
    package static func connections() -> Int {
        max(reserve, (current() ?? 1024) - reserve)
    }

    #if canImport(Glibc)
        private static let resource = CInt(RLIMIT_NOFILE.rawValue)
    #else
        private static let resource = CInt(RLIMIT_NOFILE)
    #endif
}
