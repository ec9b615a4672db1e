import Synchronization

/// A counter that only grows. Any thread may add to it.
package final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    /// Adds `amount`, which must not be negative.
    package func add(_ amount: Int = 1) {
        count.wrappingAdd(amount, ordering: .relaxed)
    }

    /// The present count.
    package var value: Int { count.load(ordering: .relaxed) }
}

/// A gauge: a number that goes up and down. Any thread may change it.
package final class Gauge: Sendable {
    private let level = Atomic<Int>(0)

    /// Adds `amount`, which may be negative.
    package func add(_ amount: Int) {
        level.wrappingAdd(amount, ordering: .relaxed)
    }

    /// Sets the number.
    package func set(_ value: Int) {
        level.store(value, ordering: .relaxed)
    }

    /// The present number.
    package var value: Int { level.load(ordering: .relaxed) }
}

/// A counter for each case of `Label`. All exist from the start, so that no series appears late.
package struct CounterFamily<Label: CaseIterable & Hashable & Sendable>: Sendable {
    private let counters: [Label: Counter]

    /// A family of counters at zero.
    package init() {
        counters = Dictionary(uniqueKeysWithValues: Label.allCases.map { ($0, Counter()) })
    }

    /// Adds `amount` to the counter of `label`.
    package func add(_ label: Label, _ amount: Int = 1) {
        counters[label]?.add(amount)
    }

    /// The present count of `label`.
    package func value(_ label: Label) -> Int {
        counters[label]?.value ?? 0
    }
}
