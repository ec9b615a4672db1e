import NetPrimitives
import Signaling

extension Rendezvous {
    /// Puts a device into its present room. If it is there already it stays; with `staysInOther` it stays in its second
    /// room too, until the probe's result.
    mutating func place(
        _ id: DeviceID,
        _ placement: Result<RoomKey, NoRoomReason>,
        staysInOther: Bool
    ) -> RoomDescription {
        let description = move(id, placement, staysInOther: staysInOther)
        // The welcome contains all changes so far.
        for index in devices[id]?.memberships.indices ?? 0..<0 {
            guard let room = devices[id]?.memberships[index].room else { continue }
            devices[id]?.memberships[index].told = rooms[room]?.log.end ?? 0
        }
        devices[id]?.isOtherAddressCurrent = false
        endCallsOutOfSight(of: id)
        return description
    }

    private mutating func move(
        _ id: DeviceID,
        _ placement: Result<RoomKey, NoRoomReason>,
        staysInOther: Bool
    ) -> RoomDescription {
        let key: RoomKey
        switch placement {
        case .success(let room):
            key = room
        case .failure(let reason):
            leaveRooms(id)
            return RoomDescription(kind: .none, reason: reason)
        }
        if let index = devices[id]?.memberships.firstIndex(where: { $0.room == key }) {
            devices[id]?.memberships.swapAt(0, index)
            if !staysInOther { leaveSecondRoom(id) }
            return RoomDescription(kind: key.kind)
        }
        leaveRooms(id)
        guard hasSpace(key) else { return RoomDescription(kind: .none, reason: .full) }
        join(id, key)
        return RoomDescription(kind: key.kind)
    }

    /// Whether a room has space for another device.
    func hasSpace(_ key: RoomKey) -> Bool {
        rooms[key]?.members.count ?? 0 < configuration.roomMembers
    }

    mutating func join(_ id: DeviceID, _ key: RoomKey) {
        rooms[key, default: Room()].members[id] = devices[id]?.profile
        devices[id]?.memberships.append(Membership(room: key, told: nil))
        note(id, in: key, wasMember: false)
    }

    mutating func leaveRooms(_ id: DeviceID) {
        leaveSecondRoom(id)
        leaveLastRoom(of: id)
    }

    /// Takes a device out of the room of its other address, without telling it.
    mutating func leaveSecondRoom(_ id: DeviceID) {
        if devices[id]?.memberships.count ?? 0 > 1 { leaveLastRoom(of: id) }
    }

    private mutating func leaveLastRoom(of id: DeviceID) {
        guard let key = devices[id]?.memberships.popLast()?.room else { return }
        rooms[key]?.members[id] = nil
        if rooms[key]?.members.isEmpty == true {
            rooms[key] = nil
            timers.cancel(.room(key))
        } else {
            note(id, in: key, wasMember: true)
        }
    }

    /// Records a change in a room, to be sent a moment later together with others.
    mutating func note(_ id: DeviceID, in key: RoomKey, wasMember: Bool) {
        rooms[key]?.log.note(id, wasMember: wasMember)
        if timers[.room(key)] == nil {
            timers.set(.room(key), to: now + configuration.presenceDelay)
        }
    }
}
