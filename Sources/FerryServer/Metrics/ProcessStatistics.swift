#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The operating system's figures about this process. A figure is nil where the system does not provide it.
package struct ProcessStatistics: Sendable {
    /// Memory in use in bytes, including shared file pages.
    package var residentBytes: Int?
    /// Number of open file descriptors.
    package var openDescriptors: Int?
    /// The limit on open file descriptors.
    package var descriptorLimit: Int?
    /// Processor time in seconds, user and system.
    package var processorSeconds: Double?

    /// Reads the present figures.
    package static func read() -> ProcessStatistics {
        ProcessStatistics(
            residentBytes: residentBytes(),
            openDescriptors: openDescriptors(),
            descriptorLimit: DescriptorLimit.current(),
            processorSeconds: processorSeconds()
        )
    }

    /// The second field of `/proc/self/statm`, in pages (proc(5)), as bytes; nil where there is no such file.
    private static func residentBytes() -> Int? {
        guard let text = SmallFile.read("/proc/self/statm") else { return nil }
        let fields = text.split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
        return pages * Int(sysconf(CInt(_SC_PAGESIZE)))
    }

    private static func openDescriptors() -> Int? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var entries = 0
        while readdir(folder) != nil { entries += 1 }
        // The folder also lists `.`, `..` and the descriptor that reads it.
        return max(0, entries - 3)
    }

    private static func processorSeconds() -> Double? {
        var time = timespec()
        guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return nil }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
