import NetPrimitives

/// A queue of elements with due times: the earliest comes first, and among equal times the one inserted first.
struct EventQueue<Element: Sendable>: Sendable {
    private struct Entry: Sendable {
        var due: Instant
        var number: UInt64
        var element: Element

        func isBefore(_ other: Entry) -> Bool {
            due < other.due || due == other.due && number < other.number
        }
    }

    private var heap: [Entry] = []
    private var nextNumber: UInt64 = 0

    /// The earliest due time, nil when the queue is empty.
    var nextDeadline: Instant? { heap.first?.due }

    /// Inserts `element`, to be removed at `due`.
    mutating func insert(_ element: Element, due: Instant) {
        heap.append(Entry(due: due, number: nextNumber, element: element))
        nextNumber += 1
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].isBefore(heap[parent]) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Removes the earliest element if it is due; nil otherwise.
    mutating func popDue(now: Instant) -> (due: Instant, element: Element)? {
        guard let first = heap.first, first.due <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        let entry = heap.removeLast()
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
            guard heap[child].isBefore(heap[parent]) else { break }
            heap.swapAt(child, parent)
            parent = child
        }
        return (entry.due, entry.element)
    }
}
