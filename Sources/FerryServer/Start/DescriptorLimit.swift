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

    /// Below this many a server does not start: beside the reserve there has to be room for a page or two. Libraries take
    /// descriptors late, when a thread of theirs comes to life, and some end the process when there is none.
    package static let lowest = 128

    /// Above this many nothing is gained, and some systems say "unlimited".
    private static let highest = 1 << 20

    /// Raises the limit to the highest this user may have. Failing to is no error: the old limit stays.
    ///
    /// - Throws: `StartError` when that is below ``lowest``.
    package static func raise() throws(StartError) {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, rlim_t(highest))
        setrlimit(resource, &limit)
        if let limit = current(), limit < lowest { throw .fewDescriptors(limit, needed: lowest) }
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
