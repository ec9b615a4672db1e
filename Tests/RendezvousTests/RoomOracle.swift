import NetPrimitives
import Rendezvous
import Signaling

/// The rooms of each device by the rules of docs/protocol.md, computed independently of the server.
struct RoomOracle {
    private struct Stay {
        var first: RoomKey?
        var second: RoomKey?
        /// Whether it was seen in the second room on its present socket.
        var isSeen = false
        /// The time by which it has to be seen there again.
        var seenBy: Instant
    }

    private var stays: [DeviceID: Stay] = [:]

    /// The present rooms of `device`.
    func rooms(of device: DeviceID, now: Instant) -> Set<RoomKey> {
        guard let stay = stays[device] else { return [] }
        let isStale = !stay.isSeen && stay.seenBy <= now
        return Set([stay.first, isStale ? nil : stay.second].compactMap(\.self))
    }

    /// Records that a device connects.
    mutating func connect(_ device: DeviceID, to placement: Result<RoomKey, NoRoomReason>, now: Instant) {
        let room = try? placement.get()
        var stay = Stay(first: room, seenBy: now + .seconds(120))
        if let room, case .public = room {
            let known = rooms(of: device, now: now)
            if known.contains(room) { stay.second = known.first { $0 != room } }
        }
        stays[device] = stay
    }

    /// Records that a device is seen at an address of `room`.
    mutating func see(_ device: DeviceID, in room: RoomKey, now: Instant) {
        guard let stay = stays[device], !stay.isSeen, case .public(let first)? = stay.first,
            case .public(let other) = room, first.length != other.length
        else { return }
        stays[device]?.second = room
        stays[device]?.isSeen = true
    }

    /// Records that a device has left.
    mutating func leave(_ device: DeviceID) {
        stays[device] = nil
    }
}
