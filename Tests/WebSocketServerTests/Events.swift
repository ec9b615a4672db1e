import Synchronization

/// The error of a test that waits for an event after the last one.
struct NothingMoreComes: Error {}

/// Values that tests wait for, in order. May be sent from any thread; one task at a time waits.
final class Events<Element: Sendable>: Sendable {
    private struct State {
        var values: [Element] = []
        var waiter: CheckedContinuation<Element, any Error>?
        var isFinished = false
    }

    private let state = Mutex(State())

    /// Adds a value.
    func send(_ value: Element) {
        let waiter = state.withLock { state in
            guard let waiter = state.waiter else {
                state.values.append(value)
                return nil as CheckedContinuation<Element, any Error>?
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume(returning: value)
    }

    /// Ends the sequence: waiting fails with ``NothingMoreComes``.
    func finish() {
        let waiter = state.withLock { state in
            state.isFinished = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(throwing: NothingMoreComes())
    }

    /// The next value, once it is there.
    func next() async throws -> Element {
        try await withCheckedThrowingContinuation { continuation in
            let result: Result<Element, any Error>? = state.withLock { state in
                if !state.values.isEmpty { return .success(state.values.removeFirst()) }
                if state.isFinished { return .failure(NothingMoreComes()) }
                state.waiter = continuation
                return nil
            }
            if let result { continuation.resume(with: result) }
        }
    }
}
