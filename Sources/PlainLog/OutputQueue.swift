/// A bounded queue of lines to write. A line that does not fit is dropped and counted.
package struct OutputQueue {
    private let capacity: Int
    private let notice: @Sendable (Int) -> String
    private var waiting: [UInt8] = []
    private var dropped = 0

    /// - Parameters:
    ///   - capacity: The most bytes in the queue.
    ///   - notice: The line that replaces the given number of dropped lines.
    package init(capacity: Int, notice: @escaping @Sendable (Int) -> String) {
        self.capacity = capacity
        self.notice = notice
    }

    /// Adds `line`, which ends with a line break, or drops it. After a dropped line all others are dropped too, until
    /// ``take()`` makes room, so that the notice stands where lines are missing.
    package mutating func add(_ line: String) {
        guard dropped == 0, waiting.count + line.utf8.count <= capacity else {
            dropped += 1
            return
        }
        waiting.append(contentsOf: line.utf8)
    }

    /// Removes and returns all bytes, followed by a notice if lines were dropped; nil when there is nothing.
    package mutating func take() -> [UInt8]? {
        guard !waiting.isEmpty || dropped > 0 else { return nil }
        if dropped > 0 { waiting.append(contentsOf: notice(dropped).utf8) }
        defer {
            waiting = []
            dropped = 0
        }
        return waiting
    }
}
