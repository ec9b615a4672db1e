import NetPrimitives
import Rendezvous
import Signaling

/// Says which rooms a device is in, by the words of docs/protocol.md and with nothing of the server's own.
struct RoomOracle {
    private struct Stay {
        var first: RoomKey?
        var second: RoomKey?
        /// Whether it was seen in the second room on the socket it has.
        var isSeen = false
        /// When it has to have been seen there again.
        var seenBy: Instant
    }

    private var stays: [DeviceID: Stay] = [:]

    /// The rooms of `device` now.
    func rooms(of device: DeviceID, now: Instant) -> Set<RoomKey> {
        guard let stay = stays[device] else { return [] }
        let isStale = !stay.isSeen && stay.seenBy <= now
        return Set([stay.first, isStale ? nil : stay.second].compactMap(\.self))
    }

    /// A device connects.
    mutating func connect(_ device: DeviceID, to placement: Result<RoomKey, NoRoomReason>, now: Instant) {
        let room = try? placement.get()
        var stay = Stay(first: room, seenBy: now + .seconds(120))
        if let room, case .public = room {
            let known = rooms(of: device, now: now)
            if known.contains(room) { stay.second = known.first { $0 != room } }
        }
        stays[device] = stay
    }

    /// A device is seen at an address of `room`.
    mutating func see(_ device: DeviceID, in room: RoomKey, now: Instant) {
        guard let stay = stays[device], !stay.isSeen, case .public(let first)? = stay.first,
            case .public(let other) = room, first.length != other.length
        else { return }
        stays[device]?.second = room
        stays[device]?.isSeen = true
    }

    /// A device has left.
    mutating func leave(_ device: DeviceID) {
        stays[device] = nil
    }
}
