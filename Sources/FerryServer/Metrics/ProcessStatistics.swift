#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the operating system says about this process. Fields it does not tell are nil.
package struct ProcessStatistics: Sendable {
    /// Bytes of memory in use, shared file pages included.
    package var residentBytes: Int?
    /// Open file descriptors.
    package var openDescriptors: Int?
    /// The limit on open file descriptors.
    package var descriptorLimit: Int?
    /// Seconds of processor time, user and system.
    package var processorSeconds: Double?

    /// Reads the present numbers.
    package static func read() -> ProcessStatistics {
        ProcessStatistics(
            residentBytes: residentBytes(),
            openDescriptors: openDescriptors(),
            descriptorLimit: DescriptorLimit.current(),
            processorSeconds: processorSeconds()
        )
    }

    /// Second field of `/proc/self/statm`, in pages (proc(5)); nil where there is no such file.
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
        // Without `.`, `..` and the descriptor that lists them.
        return max(0, entries - 3)
    }

    private static func processorSeconds() -> Double? {
        var time = timespec()
        guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return nil }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
