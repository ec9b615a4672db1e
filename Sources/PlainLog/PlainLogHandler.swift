package import Logging

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A log handler that writes plain lines for people: `2026-05-04 12:30:59 warning: text key=value`.
package struct PlainLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let write: @Sendable (String) -> Void

    /// - Parameters:
    ///   - logLevel: The lowest level that is written.
    ///   - write: Writes a line that ends with a line break. Called on event loops, so it must not block.
    package init(logLevel: Logger.Level, write: @escaping @Sendable (String) -> Void) {
        self.logLevel = logLevel
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let fields = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        write(Self.line(event.level, "\(event.message)\(fields)"))
    }

    /// The line that reports `count` dropped lines.
    package static func notice(ofDropped count: Int) -> String {
        line(.warning, "Log lines were dropped, since nobody read them in time. lines=\(count)")
    }

    private static func line(_ level: Logger.Level, _ text: String) -> String {
        "\(timestamp()) \(level): \(singleLine(text))\n"
    }

    /// The local time to the second.
    private static func timestamp() -> String {
        var seconds = time(nil)
        var fields = tm()
        localtime_r(&seconds, &fields)
        // Room for "2026-05-04 12:30:59" and the final zero.
        var text = [CChar](repeating: 0, count: 20)
        let length = strftime(&text, text.count, "%Y-%m-%d %H:%M:%S", &fields)
        return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// `text` without control characters: text from outside must neither start a line nor control a terminal.
    private static func singleLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 })
        )
    }
}
