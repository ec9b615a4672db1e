/// Deadlines by key. Setting, cancelling and removing the earliest one take logarithmic time.
///
/// A binary heap that knows where each key is, so that a cancelled timer leaves nothing behind. A plain heap with
/// tombstones would grow whenever a client starts and cancels timers.
package struct TimerTable<Key: Hashable & Sendable>: Sendable {
    private struct Entry {
        var deadline: Instant
        var key: Key
    }

    private var heap: [Entry] = []
    private var positions: [Key: Int] = [:]

    /// A table without timers.
    package init() {}

    /// Number of timers.
    package var count: Int { heap.count }

    /// The earliest deadline, nil when there is no timer.
    package var nextDeadline: Instant? { heap.first?.deadline }

    /// The deadline of `key`, nil when it has none.
    package subscript(key: Key) -> Instant? {
        positions[key].map { heap[$0].deadline }
    }

    /// Sets the deadline of `key`, replacing an earlier one.
    package mutating func set(_ key: Key, to deadline: Instant) {
        guard let position = positions[key] else {
            heap.append(Entry(deadline: deadline, key: key))
            positions[key] = heap.count - 1
            siftUp(from: heap.count - 1)
            return
        }
        heap[position].deadline = deadline
        siftDown(from: siftUp(from: position))
    }

    /// Removes the deadline of `key`, if it has one.
    package mutating func cancel(_ key: Key) {
        guard let position = positions.removeValue(forKey: key) else { return }
        let last = heap.removeLast()
        guard position < heap.count else { return }
        place(last, at: position)
        siftDown(from: siftUp(from: position))
    }

    /// Removes the earliest timer that is due and returns its key; nil when none is due.
    package mutating func popDue(now: Instant) -> Key? {
        guard let first = heap.first, first.deadline <= now else { return nil }
        cancel(first.key)
        return first.key
    }

    private mutating func place(_ entry: Entry, at position: Int) {
        heap[position] = entry
        positions[entry.key] = position
    }

    @discardableResult
    private mutating func siftUp(from start: Int) -> Int {
        let entry = heap[start]
        var position = start
        while position > 0 {
            let parent = (position - 1) / 2
            guard entry.deadline < heap[parent].deadline else { break }
            place(heap[parent], at: position)
            position = parent
        }
        if position != start {
            place(entry, at: position)
        }
        return position
    }

    private mutating func siftDown(from start: Int) {
        let entry = heap[start]
        var position = start
        while true {
            var child = 2 * position + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].deadline < heap[child].deadline {
                child += 1
            }
            guard heap[child].deadline < entry.deadline else { break }
            place(heap[child], at: position)
            position = child
        }
        if position != start {
            place(entry, at: position)
        }
    }
}
