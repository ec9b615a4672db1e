import NetPrimitives
import Signaling
import TURNGrants

// One household: a device behind a public address has one of each family, and belongs into the rooms of both. It comes
// by one of them; the other is seen when it makes an authenticated request from there.

extension Rendezvous {
    /// Welcomes a device and gives it what it needs to show its other address.
    mutating func issueProbe(with welcome: Welcome, on connection: ConnectionID) {
        let name = GrantID(using: &random)
        let lifetime = configuration.turn.probeLifetime
        probes[name] = connection
        connections[connection]?.probe = name
        timers.set(.probe(name), to: now + lifetime)
        actions.append(.turn(.probe(name, until: now + lifetime)))
        actions.append(.issueProbe(connection, welcome, grant: name, lifetime: lifetime))
    }

    /// A probe is of no use any more.
    mutating func endProbe(_ name: GrantID) {
        guard let connection = probes.removeValue(forKey: name) else { return }
        connections[connection]?.probe = nil
        timers.cancel(.probe(name))
        actions.append(.turn(.revoked(name)))
    }

    /// The time for being seen is over. Who has come back meanwhile and was not seen at its other address again, may
    /// have left that behind.
    mutating func expireProbe(_ name: GrantID) {
        let device = probes[name].flatMap { connections[$0]?.device }
        endProbe(name)
        if let device, devices[device]?.isOtherAddressCurrent == false { forgetSecondRoom(device) }
    }

    /// A device was seen at an address that belongs into `room`.
    ///
    /// The first such room counts for as long as the socket lives: a device with many addresses must not jump.
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

    /// Takes a device out of the room of its other address, and tells it who is out of sight by that.
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
    /// Whether it is the room of a public address.
    var isPublicRoom: Bool {
        if case .success(.public) = self { true } else { false }
    }
}

extension ClientContext {
    /// Where the client is; nil when that is the address of a proxy.
    var knownAddress: IPAddress? {
        switch placement {
        case .failure(.untrustedProxy), .failure(.publicName): nil
        case .success, .failure: address.unmapped
        }
    }
}
