import Signaling

/// What a device may report about the calls it made, those that are over among them.
///
/// It holds the devices called last, so that a report of what was never tried counts for nothing.
struct ReportAllowance {
    /// Devices it remembers. More than can be called at once without being a nuisance.
    private static let capacity = 16
    /// Reports of one call: each path there is may take over once.
    private static let reports = CallPath.allCases.count

    /// The last called at the end.
    private var called: [(peer: DeviceID, left: Int)] = []

    /// A call to `peer` has begun.
    mutating func allow(_ peer: DeviceID) {
        called.removeAll { $0.peer == peer }
        if called.count == Self.capacity { called.removeFirst() }
        called.append((peer, Self.reports))
    }

    /// Takes a report about `peer`; false when it is not to be counted.
    mutating func take(_ peer: DeviceID) -> Bool {
        guard let index = called.firstIndex(where: { $0.peer == peer && $0.left > 0 }) else { return false }
        called[index].left -= 1
        return true
    }
}
