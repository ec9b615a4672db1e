import Synchronization

/// What the two legs of a pairing share, wherever their event loops are.
final class RelayCircuit: Sendable {
    let limits: RelayLimits
    private let observer: (any RelayObserver)?
    private let bytes = Atomic(0)
    private let isEnded = Atomic(false)

    init(limits: RelayLimits, observer: (any RelayObserver)?) {
        self.limits = limits
        self.observer = observer
    }

    /// Counts what came from a client. Returns whether the pairing may go on.
    func count(_ count: Int) -> Bool {
        let sum = bytes.wrappingAdd(count, ordering: .relaxed).newValue
        observer?.relayed(bytes: count)
        guard let maximum = limits.maximumBytes else { return true }
        return sum <= maximum
    }

    /// Tells the observer, the first time.
    func end(_ end: RelayEnd) {
        guard isEnded.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged else { return }
        observer?.ended(end, bytes: bytes.load(ordering: .relaxed))
    }
}
