import PlainLog

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Standard output and standard error. Writing to either never blocks the server.
enum Output {
    /// Standard output, for the banner, which fits into the queue, so that nothing of it is ever dropped.
    static let banner = OutputWriter(to: STDOUT_FILENO) { _ in "" }
    /// Standard error, for the log.
    static let log = OutputWriter(to: STDERR_FILENO, notice: PlainLogHandler.notice)

    /// Whether standard output is a terminal.
    static let isInteractive = isatty(STDOUT_FILENO) == 1

    /// The time to finish each output, in seconds. A server has five seconds to end, of which four are for its
    /// connections.
    private static let patience = 0.25

    /// Waits until the last lines are written.
    static func finish() {
        for writer in [banner, log] { writer.finish(within: patience) }
    }
}
