import NetPrimitives
import Signaling

extension Rendezvous {
    /// Whether the two have each other in sight: by a room, or by a code.
    func sees(_ device: DeviceID, _ other: DeviceID) -> Bool {
        guard device != other, let first = devices[device], let second = devices[other] else { return false }
        return first.room != nil && first.room == second.room || isLinked(device, other)
    }

    /// The devices that `id` has in sight.
    func devicesInSight(of id: DeviceID) -> [Device] {
        let members = devices[id]?.room.flatMap { rooms[$0]?.members } ?? [:]
        var inSight: [Device] = []
        inSight.reserveCapacity(members.count)
        for (peer, profile) in members where peer != id {
            inSight.append(Device(profile, via: .room))
        }
        for peer in links[id] ?? [] where members[peer] == nil {
            if let profile = devices[peer]?.profile {
                inSight.append(Device(profile, via: .code))
            }
        }
        return inSight
    }

    /// `peer` as `id` sees it now; nil when it does not.
    func device(_ peer: DeviceID, seenBy id: DeviceID) -> Device? {
        guard sees(id, peer), let profile = devices[peer]?.profile else { return nil }
        return Device(
            profile,
            via: devices[peer]?.room == devices[id]?.room && devices[id]?.room != nil ? .room : .code
        )
    }

    /// Tells a room what has happened in it.
    ///
    /// Most members get one message that is encoded once. Those who were told a part of it already, who are part of it
    /// themselves, or who know devices by codes as well, get one of their own.
    mutating func tellPresence(in key: RoomKey) {
        guard let room = rooms[key] else { return }
        var listeners: [ConnectionID] = []
        for id in room.members.keys {
            guard let member = devices[id], let connection = member.connection else { continue }
            if member.told > room.log.start || room.log.mentions(id) || links[id] != nil {
                tellPresence(to: id)
            } else {
                listeners.append(connection)
            }
        }
        var presence = Presence()
        room.log.forEachDevice(since: room.log.start) { id, wasMember in
            presence.add(id, wasInSight: wasMember, now: room.members[id].map { Device($0, via: .room) })
        }
        if !presence.isEmpty, !listeners.isEmpty {
            totals.presences += 1
            actions.append(.broadcast(listeners, .presence(presence)))
        }
        rooms[key]?.log.clear()
    }

    /// Tells one device what it does not know yet.
    mutating func tellPresence(to id: DeviceID) {
        timers.cancel(.links(id))
        guard let member = devices[id], let connection = member.connection else { return }
        let presence = untold(to: id, member)
        devices[id]?.told = member.room.flatMap { rooms[$0]?.log.end } ?? 0
        devices[id]?.linkChanges = [:]
        guard !presence.isEmpty else { return }
        totals.presences += 1
        actions.append(.send(connection, .presence(presence)))
    }

    /// Sends a message from one device to another, after the presence that makes its sender known.
    mutating func deliver(_ message: ServerMessage, from sender: DeviceID, to receiver: DeviceID) {
        guard let member = devices[receiver], let connection = member.connection else { return }
        let isNewInRoom = member.room.flatMap { rooms[$0]?.log.mentions(sender, since: member.told) } ?? false
        if isNewInRoom || member.linkChanges[sender] != nil {
            tellPresence(to: receiver)
        }
        actions.append(.send(connection, message))
    }

    /// What has happened around a device since it was last told.
    ///
    /// A thousand devices that join at once make this half a million steps, so each looks up no more than it needs.
    private func untold(to id: DeviceID, _ member: Member) -> Presence {
        var presence = Presence()
        var handled: Set<DeviceID> = []
        let room = member.room.flatMap { rooms[$0] }
        let linked = links[id] ?? []
        func seen(_ peer: DeviceID) -> Device? {
            if let profile = room?.members[peer] { return Device(profile, via: .room) }
            guard linked.contains(peer), let profile = devices[peer]?.profile else { return nil }
            return Device(profile, via: .code)
        }
        room?.log.forEachDevice(since: member.told) { peer, wasMember in
            guard peer != id else { return }
            let isLinked = linked.contains(peer) && devices[peer] != nil
            let wasInSight = wasMember || member.linkChanges[peer] ?? isLinked
            presence.add(peer, wasInSight: wasInSight, now: seen(peer))
            if !member.linkChanges.isEmpty {
                handled.insert(peer)
            }
        }
        for (peer, wasLinked) in member.linkChanges where !handled.contains(peer) {
            presence.add(peer, wasInSight: wasLinked || room?.members[peer] != nil, now: seen(peer))
        }
        return presence
    }
}

extension Presence {
    /// Adds what became of one device.
    fileprivate mutating func add(_ id: DeviceID, wasInSight: Bool, now device: Device?) {
        switch (wasInSight, device) {
        case (false, let device?): joined.append(device)
        case (true, let device?): changed.append(device)
        case (true, nil): left.append(id)
        case (false, nil): break
        }
    }
}
