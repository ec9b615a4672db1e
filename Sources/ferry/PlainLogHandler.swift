import Logging

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes log lines to standard error, to be read by people: `2026-05-04 12:30:59 warning: text key=value`.
struct PlainLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let fields = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        // One call for the whole line: lines of several threads must not mix.
        let line = "\(Self.timestamp()) \(event.level): \(Self.singleLine("\(event.message)\(fields)"))\n"
        var bytes = Array(line.utf8)
        _ = write(STDERR_FILENO, &bytes, bytes.count)
    }

    /// Local time to the second.
    private static func timestamp() -> String {
        var seconds = time(nil)
        var fields = tm()
        localtime_r(&seconds, &fields)
        // "2026-05-04 12:30:59" and the final zero.
        var text = [CChar](repeating: 0, count: 20)
        let length = strftime(&text, text.count, "%Y-%m-%d %H:%M:%S", &fields)
        return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// What came from outside must neither start a line nor steer a terminal.
    private static func singleLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 })
        )
    }
}
