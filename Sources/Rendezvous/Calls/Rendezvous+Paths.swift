import Signaling

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
