import Synchronization

/// The shared state of the two legs of a pairing, which may be on different event loops.
final class RelayCircuit: Sendable {
    let limits: RelayLimits
    private let observer: (any RelayObserver)?
    private let bytes = Atomic(0)
    private let isEnded = Atomic(false)

    init(limits: RelayLimits, observer: (any RelayObserver)?) {
        self.limits = limits
        self.observer = observer
    }

    /// Counts bytes from a client. Returns whether the pairing may go on.
    func count(_ count: Int) -> Bool {
        let sum = bytes.wrappingAdd(count, ordering: .relaxed).newValue
        observer?.relayed(bytes: count)
        guard let maximum = limits.maximumBytes else { return true }
        return sum <= maximum
    }

    /// Reports the end to the observer, at the first call.
    func end(_ end: RelayEnd) {
        guard isEnded.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged else { return }
        observer?.ended(end, bytes: bytes.load(ordering: .relaxed))
    }
}
