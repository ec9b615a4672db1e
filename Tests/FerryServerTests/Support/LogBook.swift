import Logging
import Synchronization

/// Keeps what a server logs.
final class LogBook: Sendable {
    private let written = Mutex<[String]>([])

    /// The messages so far, without their fields.
    var messages: [String] { written.withLock(\.self) }

    /// Whether a message has all of `parts` in it.
    func says(_ parts: String...) -> Bool {
        messages.contains { message in parts.allSatisfy { message.contains($0) } }
    }

    /// A handler that writes here.
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
