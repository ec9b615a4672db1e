import NetPrimitives
import Signaling

extension Rendezvous {
    /// Puts a device where it belongs now. It stays where it is when that is there already.
    mutating func place(_ id: DeviceID, _ placement: Result<RoomKey, NoRoomReason>) -> RoomDescription {
        let description = move(id, placement)
        endCallsOutOfSight(of: id)
        return description
    }

    private mutating func move(_ id: DeviceID, _ placement: Result<RoomKey, NoRoomReason>) -> RoomDescription {
        let key: RoomKey
        switch placement {
        case .success(let room):
            key = room
        case .failure(let reason):
            leaveRoom(id)
            return RoomDescription(kind: .none, reason: reason)
        }
        if devices[id]?.room != key {
            leaveRoom(id)
            guard rooms[key]?.members.count ?? 0 < configuration.roomMembers else {
                return RoomDescription(kind: .none, reason: .full)
            }
            join(id, key)
        }
        // What has happened so far is in the welcome.
        devices[id]?.told = rooms[key]?.log.end ?? 0
        return RoomDescription(kind: key.kind)
    }

    private mutating func join(_ id: DeviceID, _ key: RoomKey) {
        rooms[key, default: Room()].members[id] = devices[id]?.profile
        devices[id]?.room = key
        note(id, in: key, wasMember: false)
    }

    mutating func leaveRoom(_ id: DeviceID) {
        guard let key = devices[id]?.room else { return }
        devices[id]?.room = nil
        rooms[key]?.members[id] = nil
        if rooms[key]?.members.isEmpty == true {
            rooms[key] = nil
            timers.cancel(.room(key))
        } else {
            note(id, in: key, wasMember: true)
        }
    }

    /// Notes a change in a room, to be told a moment later together with others.
    mutating func note(_ id: DeviceID, in key: RoomKey, wasMember: Bool) {
        rooms[key]?.log.note(id, wasMember: wasMember)
        if timers[.room(key)] == nil {
            timers.set(.room(key), to: now + configuration.presenceDelay)
        }
    }
}
