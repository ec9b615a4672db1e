/// Lines that wait to be written, a bounded number of bytes of them. A line that finds no room is dropped and counted.
package struct OutputQueue {
    private let capacity: Int
    private let notice: @Sendable (Int) -> String
    private var waiting: [UInt8] = []
    private var dropped = 0

    /// - Parameters:
    ///   - capacity: Bytes that may wait.
    ///   - notice: The line that stands in the place of so many dropped ones.
    package init(capacity: Int, notice: @escaping @Sendable (Int) -> String) {
        self.capacity = capacity
        self.notice = notice
    }

    /// Adds `line`, which ends with its line break, or drops it. Once one was dropped the following ones are as well,
    /// until ``take()`` has made room, so that the notice stands where lines are missing.
    package mutating func add(_ line: String) {
        guard dropped == 0, waiting.count + line.utf8.count <= capacity else {
            dropped += 1
            return
        }
        waiting.append(contentsOf: line.utf8)
    }

    /// Takes out everything that waits, with a notice of what was dropped behind it; nil when there is nothing.
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
