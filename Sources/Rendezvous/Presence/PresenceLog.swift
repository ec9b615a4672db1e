import Signaling

/// What happened to the members of a room since its presence was last told, in order.
///
/// A device that came in the middle has heard the first part in its welcome. Each such device is told what follows its
/// own position; all others share one message.
struct PresenceLog {
    private struct Entry {
        let device: DeviceID
        /// Whether the device was a member before.
        let wasMember: Bool
        /// The entry of the same device before this one.
        let previous: Int?
        /// Whether a later entry of the same device follows.
        var isSuperseded = false
    }

    /// Where the entries begin, counted from the room's first.
    private(set) var start: UInt64 = 0
    private var entries: [Entry] = []
    private var latest: [DeviceID: Int] = [:]

    /// Where the next entry goes.
    var end: UInt64 { start + UInt64(entries.count) }

    var isEmpty: Bool { entries.isEmpty }

    /// Notes that `device` came, went or changed.
    mutating func note(_ device: DeviceID, wasMember: Bool) {
        let previous = latest.updateValue(entries.count, forKey: device)
        if let previous {
            entries[previous].isSuperseded = true
        }
        entries.append(Entry(device: device, wasMember: wasMember, previous: previous))
    }

    /// Whether something happened to `device` at `position` or later.
    func mentions(_ device: DeviceID, since position: UInt64 = 0) -> Bool {
        latest[device].map { start + UInt64($0) >= position } ?? false
    }

    /// Whether `device` was a member before what happened to it at `position` or later; nil when nothing did.
    func wasMember(_ device: DeviceID, before position: UInt64) -> Bool? {
        guard mentions(device, since: position), let last = latest[device] else { return nil }
        return earliest(of: entries[last], from: index(of: position)).wasMember
    }

    /// Calls `body` once for each device that something happened to at `position` or later, and with whether it was a
    /// member before that.
    func forEachDevice(since position: UInt64, _ body: (DeviceID, _ wasMember: Bool) -> Void) {
        let first = index(of: position)
        for entry in entries[min(first, entries.count)...] where !entry.isSuperseded {
            body(entry.device, earliest(of: entry, from: first).wasMember)
        }
    }

    private func index(of position: UInt64) -> Int {
        position > start ? Int(position - start) : 0
    }

    /// The first entry about the device of `entry` that stands at `first` or behind.
    private func earliest(of entry: Entry, from first: Int) -> Entry {
        var earliest = entry
        while let previous = earliest.previous, previous >= first {
            earliest = entries[previous]
        }
        return earliest
    }

    /// Forgets everything that has been told.
    mutating func clear() {
        start = end
        entries.removeAll(keepingCapacity: false)
        latest.removeAll(keepingCapacity: false)
    }
}
