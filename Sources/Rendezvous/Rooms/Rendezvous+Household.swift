import NetPrimitives
import Signaling
import TURNGrants

// One household: a device behind public addresses of both families belongs to the rooms of both. It connects from one
// of them; the server sees the other when the device sends an authenticated request from there.

extension Rendezvous {
    /// Welcomes a device, with a probe for showing its other address.
    mutating func issueProbe(with welcome: Welcome, on connection: ConnectionID) {
        let name = GrantID(using: &random)
        let lifetime = configuration.turn.probeLifetime
        probes[name] = connection
        connections[connection]?.probe = name
        timers.set(.probe(name), to: now + lifetime)
        actions.append(.turn(.probe(name, until: now + lifetime)))
        actions.append(.issueProbe(connection, welcome, grant: name, lifetime: lifetime))
    }

    /// Ends a probe.
    mutating func endProbe(_ name: GrantID) {
        guard let connection = probes.removeValue(forKey: name) else { return }
        connections[connection]?.probe = nil
        timers.cancel(.probe(name))
        actions.append(.turn(.revoked(name)))
    }

    /// Handles the end of a probe's time. A device that came back and was not seen at its other address again may have
    /// left that room's network.
    mutating func expireProbe(_ name: GrantID) {
        let device = probes[name].flatMap { connections[$0]?.device }
        endProbe(name)
        if let device, devices[device]?.isOtherAddressCurrent == false { forgetSecondRoom(device) }
    }

    /// Handles a device that was seen at an address of `room`.
    ///
    /// Only the first such room counts for the life of a socket: a device with many addresses must not move between
    /// rooms.
    mutating func joinSecondRoom(_ id: DeviceID, _ room: RoomKey) {
        guard let member = devices[id], !member.isOtherAddressCurrent, let first = member.memberships.first?.room,
            first.isOtherFamily(than: room)
        else { return }
        if member.memberships.last?.room != room {
            forgetSecondRoom(id)
            guard hasSpace(room) else { return }
            join(id, room)
        }
        devices[id]?.isOtherAddressCurrent = true
    }

    /// Takes a device out of the room of its other address, and tells it which devices it no longer sees.
    private mutating func forgetSecondRoom(_ id: DeviceID) {
        guard let member = devices[id], let connection = member.connection, member.memberships.count > 1 else { return }
        tellPresence(to: id)
        let before = devicesInSight(of: id).map(\.profile.id)
        leaveSecondRoom(id)
        let gone = before.filter { !sees(id, $0) }
        if !gone.isEmpty {
            totals.presences += 1
            actions.append(.send(connection, .presence(Presence(left: gone))))
        }
        endCallsOutOfSight(of: id)
        reviewGrants(of: id)
    }
}

extension RoomKey {
    /// Whether both are rooms of public addresses, one of IPv4 and one of IPv6.
    fileprivate func isOtherFamily(than other: RoomKey) -> Bool {
        guard case .public(let network) = self, case .public(let otherNetwork) = other else { return false }
        return network.address.bitWidth != otherNetwork.address.bitWidth
    }
}

extension Result<RoomKey, NoRoomReason> {
    /// Whether this is the room of a public address.
    var isPublicRoom: Bool {
        if case .success(.public) = self { true } else { false }
    }
}

extension ClientContext {
    /// The client's address; nil when that is a proxy's.
    var knownAddress: IPAddress? {
        switch placement {
        case .failure(.untrustedProxy), .failure(.publicName): nil
        case .success, .failure: address.unmapped
        }
    }
}
