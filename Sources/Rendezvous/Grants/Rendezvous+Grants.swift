import NetPrimitives
import Signaling
import TURNGrants

// The rules for grants to use TURN. A grant is valid while its two devices are connected and see each other. When one
// of them loses its signaling, grants in use are suspended for a minute. Grants end when the two no longer see each
// other.

extension Rendezvous {
    /// The grant of `device` towards `peer`, created or extended when necessary; nil when it can have none.
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

    /// Tells the TURN server the addresses to which the grant's device may send.
    mutating func tellAddresses(of name: GrantID) {
        guard let grant = grants[name] else { return }
        let seen = devices[grant.pair.peer]?.addresses.list ?? []
        let signaled = grant.signaled.filter { !seen.contains($0) }
        let addresses = seen + signaled.suffix(max(configuration.turn.addresses - seen.count, 0))
        actions.append(.turn(.peerAddresses(name, addresses)))
    }

    /// Suspends the grants of a device that has lost its signaling.
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

    /// Reviews the grants of a device that has connected or moved: grants between it and devices it sees are resumed,
    /// others end.
    mutating func reviewGrants(of device: DeviceID) {
        for name in grants.involving(device) {
            guard let grant = grants[name] else { continue }
            let other = grant.pair.device == device ? grant.pair.peer : grant.pair.device
            // A device that is away may come back in time; only then it shows whether they see each other.
            guard devices[other]?.connection != nil else { continue }
            guard sees(device, other) else {
                revoke(name)
                continue
            }
            if grant.suspendedUntil != nil { resume(name) }
            if grant.pair.peer == device { tellAddresses(of: name) }
        }
    }

    /// Revokes the grants of a device that has left for good.
    mutating func revokeGrants(of device: DeviceID) {
        for name in grants.involving(device) { revoke(name) }
    }

    /// Revokes the grants between two devices that have ended their conversation. Their next call gets new ones.
    mutating func revokeGrants(between device: DeviceID, and peer: DeviceID) {
        for name in [grants.name(device, towards: peer), grants.name(peer, towards: device)].compactMap(\.self) {
            revoke(name)
        }
    }

    /// Forgets the addresses signaled in a failed call between two devices. The grants stay, since the next attempt
    /// uses them.
    mutating func forgetAddresses(between device: DeviceID, and peer: DeviceID) {
        for name in [grants.name(device, towards: peer), grants.name(peer, towards: device)].compactMap(\.self) {
            if grants.update(name, { $0.forgetAddresses() }) == true { tellAddresses(of: name) }
        }
    }

    /// Ends a grant.
    mutating func revoke(_ name: GrantID) {
        timers.cancel(.grant(name))
        grants.remove(name)
        actions.append(.turn(.revoked(name)))
    }

    /// Whether the client of `device` has URLs of our TURN server.
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

    /// Makes room by revoking the oldest grant without a call or conversation, if the device has reached its limit.
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
