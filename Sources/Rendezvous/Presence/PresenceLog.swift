import Signaling

/// The changes of a room's members since its last presence message, in order.
///
/// A device that joined in the middle has got the first part in its welcome, and gets only the entries behind its own
/// position; all others share one message.
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

    /// The position of the first entry, counted from the room's first.
    private(set) var start: UInt64 = 0
    private var entries: [Entry] = []
    private var latest: [DeviceID: Int] = [:]

    /// The position of the next entry.
    var end: UInt64 { start + UInt64(entries.count) }

    var isEmpty: Bool { entries.isEmpty }

    /// Records that `device` joined, left or changed.
    mutating func note(_ device: DeviceID, wasMember: Bool) {
        let previous = latest.updateValue(entries.count, forKey: device)
        if let previous {
            entries[previous].isSuperseded = true
        }
        entries.append(Entry(device: device, wasMember: wasMember, previous: previous))
    }

    /// Whether there is an entry of `device` at `position` or later.
    func mentions(_ device: DeviceID, since position: UInt64 = 0) -> Bool {
        latest[device].map { start + UInt64($0) >= position } ?? false
    }

    /// Whether `device` was a member before its first entry at `position` or later; nil when there is none.
    func wasMember(_ device: DeviceID, before position: UInt64) -> Bool? {
        guard mentions(device, since: position), let last = latest[device] else { return nil }
        return earliest(of: entries[last], from: index(of: position)).wasMember
    }

    /// Calls `body` once for each device with an entry at `position` or later, and with whether it was a member before
    /// that.
    func forEachDevice(since position: UInt64, _ body: (DeviceID, _ wasMember: Bool) -> Void) {
        let first = index(of: position)
        for entry in entries[min(first, entries.count)...] where !entry.isSuperseded {
            body(entry.device, earliest(of: entry, from: first).wasMember)
        }
    }

    private func index(of position: UInt64) -> Int {
        position > start ? Int(position - start) : 0
    }

    /// The first entry of the device of `entry` at index `first` or later.
    private func earliest(of entry: Entry, from first: Int) -> Entry {
        var earliest = entry
        while let previous = earliest.previous, previous >= first {
            earliest = entries[previous]
        }
        return earliest
    }

    /// Forgets all entries, which have been sent.
    mutating func clear() {
        start = end
        entries.removeAll(keepingCapacity: false)
        latest.removeAll(keepingCapacity: false)
    }
}
