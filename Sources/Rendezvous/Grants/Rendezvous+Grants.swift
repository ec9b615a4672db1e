import NetPrimitives
import Signaling
import TURNGrants

// Who may use TURN towards whom. A grant holds while its two devices are connected and see each other; when one loses
// its signaling the grants that are in use are suspended for a minute, and they end when the two are out of sight.

extension Rendezvous {
    /// The grant of `device` towards `peer`, made or prolonged when there is need; nil when it can have none.
    mutating func grant(_ device: DeviceID, towards peer: DeviceID) -> GrantID? {
        guard hasTURN(device), let network = network(of: device) else { return nil }
        let lifetime = configuration.turn.lifetime
        let holder = GrantHolder(device: device, peer: peer, network: network)
        if let name = grants.name(device, towards: peer), let grant = grants[name] {
            if grant.expires - now < lifetime / 2 { prolong(name, of: holder) }
            return name
        }
        guard makeRoomForGrant(of: device) else { return nil }
        let name = GrantID(using: &random)
        let grant = Grant(Grant.Pair(device: device, peer: peer), expires: now + lifetime)
        grants.add(name, grant)
        totals.turnGrants += 1
        timers.set(.grant(name), to: grant.end)
        actions.append(.turn(.granted(name, to: holder, until: grant.expires)))
        tellAddresses(of: name)
        return name
    }

    /// Tells the TURN server where the device of a grant may send to.
    mutating func tellAddresses(of name: GrantID) {
        guard let grant = grants[name] else { return }
        let seen = devices[grant.pair.peer]?.addresses.list ?? []
        let signaled = grant.signaled.filter { !seen.contains($0) }
        let addresses = seen + signaled.suffix(max(configuration.turn.addresses - seen.count, 0))
        actions.append(.turn(.peerAddresses(name, addresses)))
    }

    /// A device has lost its signaling.
    mutating func suspendGrants(of device: DeviceID) {
        for name in grants.involving(device) {
            guard let grant = grants[name], grant.suspendedUntil == nil else { continue }
            guard isInUse(grant.pair), grants.suspended < configuration.turn.suspendedGrants else {
                revoke(name)
                continue
            }
            let until = min(now + configuration.turn.suspension, grant.expires)
            _ = grants.update(name) { $0.suspendedUntil = until }
            timers.set(.grant(name), to: until)
            actions.append(.turn(.suspended(name, until: until)))
        }
    }

    /// A device has come, or come to another place: its grants towards those it sees hold again, others are over.
    mutating func reviewGrants(of device: DeviceID) {
        for name in grants.involving(device) {
            guard let grant = grants[name] else { continue }
            let other = grant.pair.device == device ? grant.pair.peer : grant.pair.device
            // One who is away may be back in time, and it shows only then whether they see each other.
            guard devices[other]?.connection != nil else { continue }
            guard sees(device, other) else {
                revoke(name)
                continue
            }
            if grant.suspendedUntil != nil { resume(name) }
            if grant.pair.peer == device { tellAddresses(of: name) }
        }
    }

    /// A device has left for good.
    mutating func revokeGrants(of device: DeviceID) {
        for name in grants.involving(device) { revoke(name) }
    }

    /// Two devices have ended what they had. Their next call asks anew.
    mutating func revokeGrants(between device: DeviceID, and peer: DeviceID) {
        for name in [grants.name(device, towards: peer), grants.name(peer, towards: device)].compactMap(\.self) {
            revoke(name)
        }
    }

    /// A call between two devices has come to nothing: where they may send to is what it was before. The grants stay,
    /// since the next attempt is made with them.
    mutating func forgetAddresses(between device: DeviceID, and peer: DeviceID) {
        for name in [grants.name(device, towards: peer), grants.name(peer, towards: device)].compactMap(\.self) {
            if grants.update(name, { $0.forgetAddresses() }) == true { tellAddresses(of: name) }
        }
    }

    /// A grant has come to its end.
    mutating func revoke(_ name: GrantID) {
        timers.cancel(.grant(name))
        grants.remove(name)
        actions.append(.turn(.revoked(name)))
    }

    /// Whether there are URLs of our TURN server for the socket of `device`.
    func hasTURN(_ device: DeviceID) -> Bool {
        guard let connection = devices[device]?.connection else { return false }
        return connections[connection]?.context.addresses.turnURLs.isEmpty == false
    }

    private func network(of device: DeviceID) -> NetworkPrefix? {
        devices[device]?.connection.flatMap { connections[$0]?.context.address.customerNetwork }
    }

    private mutating func prolong(_ name: GrantID, of holder: GrantHolder) {
        let expires = now + configuration.turn.lifetime
        let end = grants.update(name) { grant in
            grant.expires = expires
            return grant.end
        }
        guard let end else { return }
        timers.set(.grant(name), to: end)
        actions.append(.turn(.granted(name, to: holder, until: expires)))
    }

    private mutating func resume(_ name: GrantID) {
        let end = grants.update(name) { grant in
            grant.suspendedUntil = nil
            return grant.end
        }
        guard let end else { return }
        timers.set(.grant(name), to: end)
        actions.append(.turn(.resumed(name)))
    }

    /// Gives up the oldest grant that no call or conversation needs, if the device has all it may have.
    private mutating func makeRoomForGrant(of device: DeviceID) -> Bool {
        let held = grants.held(by: device)
        guard held.count >= configuration.turn.grants else { return true }
        guard let idle = held.first(where: { grants[$0].map { !isInUse($0.pair) } ?? false }) else { return false }
        revoke(idle)
        return true
    }

    func isInUse(_ pair: Grant.Pair) -> Bool {
        isConversation(pair.device, pair.peer) || devices[pair.device]?.outgoing.contains(pair.peer) == true
            || devices[pair.peer]?.outgoing.contains(pair.device) == true
    }
}
