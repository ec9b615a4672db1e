import Signaling

/// The reports that a device may still make about its calls, including ended ones.
///
/// It holds the devices called last, so that a report without a call does not count. Reports are counted
/// for each call; time plays no part.
struct ReportAllowance {
    /// The most devices remembered: more than a device can call at once without being a nuisance.
    private static let capacity = 16
    /// The most reports about one call: each kind of path may take over once.
    private static let reports = CallPath.allCases.count

    /// The called devices, the last one at the end.
    private var called: [(peer: DeviceID, left: Int)] = []

    /// Allows reports about a new call to `peer`.
    mutating func allow(_ peer: DeviceID) {
        called.removeAll { $0.peer == peer }
        if called.count == Self.capacity { called.removeFirst() }
        called.append((peer, Self.reports))
    }

    /// Uses up one report about `peer`; false when it must not be counted.
    mutating func take(_ peer: DeviceID) -> Bool {
        guard let index = called.firstIndex(where: { $0.peer == peer && $0.left > 0 }) else { return false }
        called[index].left -= 1
        return true
    }
}

extension Rendezvous {
    /// Counts a device's report of the path of its call. Reports without a call do not count.
    mutating func count(_ report: PathReport, from caller: DeviceID, about callee: DeviceID) {
        guard devices[caller]?.reports.take(callee) == true else { return }
        totals.paths[report.path, default: Statistics.PathCount()].reports += 1
        totals.paths[report.path]?.elapsed += report.elapsed
        if report.path == .none, let reason = report.reason {
            totals.failures[reason, default: 0] += 1
        }
    }
}
