import NetPrimitives
import Signaling
import WebSocketFraming

extension Rendezvous {
    /// Handles `hello`: the device is new, comes back, or replaces its own older socket.
    mutating func enter(_ hello: ClientMessage.Hello, on connection: ConnectionID) {
        guard let context = connections[connection]?.context else { return }
        let id = hello.token.flatMap(identity.verify) ?? DeviceID(using: &random)
        let profile = DeviceProfile(
            id: id,
            name: hello.name,
            kind: hello.kind,
            webrtc: hello.webrtc,
            availability: hello.availability,
            instance: hello.instance
        )
        timers.cancel(.hello(connection))
        connections[connection]?.device = id
        if devices[id] == nil {
            devices[id] = Member(profile: profile)
            totals.joins += 1
            noteLinks(of: id, wasThere: false)
        } else {
            resume(id, as: profile)
        }
        devices[id]?.connection = connection
        devices[id]?.addresses.connect(from: context.knownAddress)
        let probes = context.placement.isPublicRoom && !context.addresses.probeURLs.isEmpty
        let room = place(id, context.placement, staysInOther: probes)
        welcome(id, to: room, on: connection, context)
        reviewGrants(of: id)
    }

    /// Gives a known device a new socket.
    private mutating func resume(_ id: DeviceID, as profile: DeviceProfile) {
        if let old = devices[id]?.connection {
            forget(old)
            actions.append(.close(old, .replaced, reason: "This device connected again"))
            actions.append(.log(.replaced(id)))
        } else {
            timers.cancel(.grace(id))
            graceDevices -= 1
        }
        devices[id]?.linkChanges = [:]
        change(id, to: profile)
    }

    mutating func update(_ id: DeviceID, name: DeviceName?, availability: Availability?) {
        guard let old = devices[id]?.profile else { return }
        change(id, to: old.with(name: name, availability: availability))
    }

    private mutating func change(_ id: DeviceID, to profile: DeviceProfile) {
        guard let member = devices[id], member.profile != profile else { return }
        devices[id]?.profile = profile
        for membership in member.memberships {
            rooms[membership.room]?.members[id] = profile
            note(id, in: membership.room, wasMember: true)
        }
        noteLinks(of: id, wasThere: true)
    }

    /// Begins the grace period of a device that has lost its socket, if any device could notice. Devices that see it
    /// are told at once: for them, everything of a closed page is over.
    mutating func beginGrace(of id: DeviceID, _ loss: SocketLoss) {
        guard let member = devices[id] else { return }
        let isMissed = !member.memberships.isEmpty || member.codeSlot != nil || links[id] != nil
        guard isMissed, graceDevices < configuration.graceDevices else {
            remove(id)
            return
        }
        devices[id]?.connection = nil
        devices[id]?.linkChanges = [:]
        timers.cancel(.links(id))
        graceDevices += 1
        timers.set(.grace(id), to: now + configuration.grace)
        change(id, to: member.profile.with(away: loss))
    }

    /// Removes a device that has left.
    mutating func remove(_ id: DeviceID) {
        guard let member = devices[id] else { return }
        if member.connection == nil {
            timers.cancel(.grace(id))
            graceDevices -= 1
        }
        endCode(of: id, nil)
        leaveCalls(id)
        leaveRelay(id)
        leaveRooms(id)
        devices[id] = nil
        noteLinks(of: id, wasThere: true)
        forgetLinks(of: id)
        timers.cancel(.links(id))
        totals.leaves += 1
        actions.append(.log(.left(id)))
    }

    private mutating func welcome(
        _ id: DeviceID,
        to room: RoomDescription,
        on connection: ConnectionID,
        _ context: ClientContext
    ) {
        guard let profile = devices[id]?.profile else { return }
        let welcome = Welcome(
            you: profile,
            token: identity.token(for: id),
            room: room,
            devices: devicesInSight(of: id),
            server: ServerDescription(
                version: configuration.version,
                urls: context.addresses.urls,
                secureUrls: context.addresses.secureUrls,
                relay: configuration.relay != nil,
                turn: !context.addresses.turnURLs.isEmpty,
                probe: nil,
                iceServers: configuration.iceServers,
                publicGrouping: configuration.publicGrouping,
                ownAuthority: configuration.ownAuthority
            )
        )
        if room.kind == .public, !context.addresses.probeURLs.isEmpty {
            issueProbe(with: welcome, on: connection)
        } else {
            actions.append(.send(connection, .welcome(welcome)))
        }
        if room.reason == .full {
            let limit = configuration.roomMembers
            fail(connection, ErrorReport(.roomFull, "The room has its \(limit) members. Codes still work."))
        }
        actions.append(.log(.joined(id, room)))
    }
}
