import Synchronization

/// A number that only grows. Any thread may add to it.
package final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    /// Adds `amount`, which must not be negative.
    package func add(_ amount: Int = 1) {
        count.wrappingAdd(amount, ordering: .relaxed)
    }

    /// What has been counted.
    package var value: Int { count.load(ordering: .relaxed) }
}

/// A number that goes up and down. Any thread may change it.
package final class Gauge: Sendable {
    private let level = Atomic<Int>(0)

    /// Adds `amount`, which may be negative.
    package func add(_ amount: Int) {
        level.wrappingAdd(amount, ordering: .relaxed)
    }

    /// Replaces the number.
    package func set(_ value: Int) {
        level.store(value, ordering: .relaxed)
    }

    /// The present number.
    package var value: Int { level.load(ordering: .relaxed) }
}

/// One counter for each case of `Label`, all there from the start, so that a series never appears late.
package struct CounterFamily<Label: CaseIterable & Hashable & Sendable>: Sendable {
    private let counters: [Label: Counter]

    /// Makes all counters, at zero.
    package init() {
        counters = Dictionary(uniqueKeysWithValues: Label.allCases.map { ($0, Counter()) })
    }

    /// Adds `amount` to the counter of `label`.
    package func add(_ label: Label, _ amount: Int = 1) {
        counters[label]?.add(amount)
    }

    /// What the counter of `label` has counted.
    package func value(_ label: Label) -> Int {
        counters[label]?.value ?? 0
    }
}
