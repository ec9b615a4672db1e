import Logging
import Synchronization

/// Collects the log messages of a server.
final class LogBook: Sendable {
    private let written = Mutex<[String]>([])

    /// The messages so far, without their fields.
    var messages: [String] { written.withLock(\.self) }

    /// Whether one message contains all of `parts`.
    func says(_ parts: String...) -> Bool {
        messages.contains { message in parts.allSatisfy { message.contains($0) } }
    }

    /// A handler that writes to this log book.
    var handler: any LogHandler { Handler(book: self) }

    private struct Handler: LogHandler {
        let book: LogBook
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            book.written.withLock { $0.append("\(event.message)") }
        }
    }
}
