import PlainLog

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Standard output and standard error. Nobody waits for either while the server runs.
enum Output {
    /// Standard output, for the banner. That fits into the queue whole, so nothing of it is ever dropped.
    static let banner = OutputWriter(to: STDOUT_FILENO) { _ in "" }
    /// Standard error, for the log.
    static let log = OutputWriter(to: STDERR_FILENO, notice: PlainLogHandler.notice)

    /// Whether a person reads standard output, and not a file or another program.
    static let isInteractive = isatty(STDOUT_FILENO) == 1

    /// In seconds, for the last lines of each. Of the five in which a server has to end, four are for its connections.
    private static let patience = 0.25

    /// Gives what was said last the time to be written.
    static func finish() {
        for writer in [banner, log] { writer.finish(within: patience) }
    }
}
