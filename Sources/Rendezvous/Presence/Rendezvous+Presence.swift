import NetPrimitives
import Signaling

extension Rendezvous {
    /// Whether the two devices see each other: through a room, or through a code.
    func sees(_ device: DeviceID, _ other: DeviceID) -> Bool {
        guard device != other, let first = devices[device], let second = devices[other] else { return false }
        return first.sharesRoom(with: second) || isLinked(device, other)
    }

    /// The devices that `id` sees.
    func devicesInSight(of id: DeviceID) -> [Device] {
        let members = (devices[id]?.memberships ?? []).map { rooms[$0.room]?.members ?? [:] }
        var inSight: [Device] = []
        inSight.reserveCapacity(members.reduce(0) { $0 + $1.count })
        for (index, room) in members.enumerated() {
            let earlier = members[..<index]
            for (peer, profile) in room where peer != id && !earlier.contains(where: { $0[peer] != nil }) {
                inSight.append(Device(profile, via: .room))
            }
        }
        for peer in links[id] ?? [] where !members.contains(where: { $0[peer] != nil }) {
            if let profile = devices[peer]?.profile {
                inSight.append(Device(profile, via: .code))
            }
        }
        return inSight
    }

    /// `peer` as `id` sees it now; nil when it does not see it.
    func device(_ peer: DeviceID, seenBy id: DeviceID) -> Device? {
        guard sees(id, peer), let member = devices[id], let other = devices[peer] else { return nil }
        return Device(other.profile, via: member.sharesRoom(with: other) ? .room : .code)
    }

    /// Sends the members of a room its changes.
    ///
    /// Most members get the same message, which is encoded once. Members that know a part of it already, that are in it
    /// themselves, or that have links or a second room get their own.
    mutating func tellPresence(in key: RoomKey) {
        guard let room = rooms[key] else { return }
        var listeners: [ConnectionID] = []
        for id in room.members.keys {
            guard let member = devices[id], let connection = member.connection else { continue }
            let knowsNothingOfIt =
                member.memberships.count == 1 && member.memberships.allSatisfy { $0.knowsNothing(of: room.log) }
            if knowsNothingOfIt, !room.log.mentions(id), links[id] == nil {
                listeners.append(connection)
            } else {
                tellPresence(to: id)
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

    /// Sends one device the changes that it does not know yet.
    mutating func tellPresence(to id: DeviceID) {
        timers.cancel(.links(id))
        guard let member = devices[id], let connection = member.connection else { return }
        let presence = untold(to: id, member)
        for (index, membership) in member.memberships.enumerated() {
            devices[id]?.memberships[index].told = rooms[membership.room]?.log.end ?? 0
        }
        devices[id]?.linkChanges = [:]
        guard !presence.isEmpty else { return }
        totals.presences += 1
        actions.append(.send(connection, .presence(presence)))
    }

    /// Sends a message from one device to another, after the presence message that introduces its sender.
    mutating func deliver(_ message: ServerMessage, from sender: DeviceID, to receiver: DeviceID) {
        guard let connection = devices[receiver]?.connection else { return }
        introduce(sender, to: receiver)
        actions.append(.send(connection, message))
    }

    /// Makes sure that a device knows of another before it gets a message from it.
    mutating func introduce(_ sender: DeviceID, to receiver: DeviceID) {
        guard let member = devices[receiver] else { return }
        let isNewInRoom = member.memberships.contains { membership in
            guard let room = rooms[membership.room] else { return false }
            return membership.told.map { room.log.mentions(sender, since: $0) } ?? (room.members[sender] != nil)
        }
        if isNewInRoom || member.linkChanges[sender] != nil {
            tellPresence(to: receiver)
        }
    }

    /// The changes around a device since its last presence message.
    ///
    /// When a thousand devices join at once, this takes half a million steps, so each one avoids look-ups.
    private func untold(to id: DeviceID, _ member: Member) -> Presence {
        var presence = Presence()
        var handled: Set<DeviceID> = []
        let views = member.memberships.map { RoomView(room: rooms[$0.room] ?? Room(), told: $0.told) }
        let linked = links[id] ?? []
        let maySeeTwice = views.count > 1 || !member.linkChanges.isEmpty
        func seen(_ peer: DeviceID) -> Device? {
            for view in views {
                if let profile = view.room.members[peer] { return Device(profile, via: .room) }
            }
            guard linked.contains(peer), let profile = devices[peer]?.profile else { return nil }
            return Device(profile, via: .code)
        }
        for (index, view) in views.enumerated() {
            let other = views.count > 1 ? views[1 - index] : nil
            view.forEachNews { peer, wasMember in
                guard peer != id, !maySeeTwice || handled.insert(peer).inserted else { return }
                // A peer that was in the other room before is already visible: nothing to report.
                guard wasMember || other?.hasUnchanged(peer) != true else { return }
                let isLinked = linked.contains(peer) && devices[peer] != nil
                let wasInSight = wasMember || other?.hadMember(peer) == true || member.linkChanges[peer] ?? isLinked
                presence.add(peer, wasInSight: wasInSight, now: seen(peer))
            }
        }
        for (peer, wasLinked) in member.linkChanges where !handled.contains(peer) {
            let sharesRoom = views.contains { $0.room.members[peer] != nil }
            presence.add(peer, wasInSight: wasLinked || sharesRoom, now: seen(peer))
        }
        return presence
    }
}

/// A member's view of a room.
private struct RoomView {
    let room: Room
    /// The position up to which the member knows the room's changes; nil when it knows no member.
    let told: UInt64?

    /// Calls `body` for each device with a change that the member does not know, and with whether the member knew it as
    /// a member.
    func forEachNews(_ body: (DeviceID, _ wasMember: Bool) -> Void) {
        if let told {
            room.log.forEachDevice(since: told, body)
        } else {
            for peer in room.members.keys { body(peer, false) }
        }
    }

    /// Whether the member knew `peer` as a member.
    func hadMember(_ peer: DeviceID) -> Bool {
        guard let told else { return false }
        return room.log.wasMember(peer, before: told) ?? (room.members[peer] != nil)
    }

    /// Whether the member knew `peer` as a member, and `peer` has not changed since.
    func hasUnchanged(_ peer: DeviceID) -> Bool {
        guard let told, room.members[peer] != nil else { return false }
        return !room.log.mentions(peer, since: told)
    }
}

extension Membership {
    /// Whether the device knows all members, and none of the changes in `log`.
    fileprivate func knowsNothing(of log: PresenceLog) -> Bool {
        told.map { $0 <= log.start } ?? false
    }
}

extension Member {
    /// Whether the two share a room.
    fileprivate func sharesRoom(with other: Member) -> Bool {
        memberships.contains { membership in other.memberships.contains { $0.room == membership.room } }
    }
}

extension Presence {
    /// Adds the change of one device.
    fileprivate mutating func add(_ id: DeviceID, wasInSight: Bool, now device: Device?) {
        switch (wasInSight, device) {
        case (false, let device?): joined.append(device)
        case (true, let device?): changed.append(device)
        case (true, nil): left.append(id)
        case (false, nil): break
        }
    }
}
