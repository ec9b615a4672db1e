import NetPrimitives
import Signaling

extension Rendezvous {
    /// Gives the two devices of an open request their halves of a pairing.
    mutating func acceptRelay(from callee: DeviceID, to caller: DeviceID, call: CallID) {
        let pending = devices[callee]?.incoming[caller]
        guard let limits = configuration.relay else {
            return fail(callee, ErrorReport(.relayOff, "This server does not relay", peer: caller, call: call))
        }
        guard canReach(caller, from: callee), let pending, pending.relay == call else {
            return refuseUnreachable(callee, caller, call)
        }
        settle(call, from: caller, to: callee)
        if let older = relay.waiting([caller, callee]) {
            // Asked for again before anything came of it: the older tokens are of no use any more.
            timers.cancel(.pairing(older))
            _ = relay.revoke(older)
        }
        guard relay.count < limits.pairs else { return refuseRelay(caller, callee, call) }
        if !pending.isInConversation {
            totals.callsAnswered += 1
        }
        beginConversation(callee, caller)
        pair(caller, callee, call, limits)
    }

    // MARK: Sockets

    mutating func requestRelay(_ connection: ConnectionID, token: String) {
        let isAdmitted = relay.admit(connection, token: token)
        actions.append(isAdmitted ? .admitRelay(connection) : .refuseRelay(connection))
    }

    mutating func openRelay(_ connection: ConnectionID) {
        guard let joined = relay.open(connection), let limits = configuration.relay else { return }
        timers.cancel(.pairing(joined.number))
        totals.relayPairs += 1
        actions.append(
            .joinRelay(
                RelayJoin(
                    first: joined.first,
                    second: joined.second,
                    byteLimit: limits.bytes,
                    timeLimit: limits.time
                )
            )
        )
    }

    /// A relay socket has ended. A joined one's partner is closed by the shell, which knows how it ended; one that
    /// still waits is closed here, since nobody will come.
    mutating func endRelay(_ connection: ConnectionID) {
        guard let number = relay.end(connection) else { return }
        let isWaiting = relay[number]?.state == .waiting
        timers.cancel(.pairing(number))
        for partner in relay.revoke(number) where isWaiting {
            actions.append(.close(partner, .partnerLost, reason: "The other device went away"))
        }
    }

    mutating func expirePairing(_ number: Int) {
        for connection in relay.revoke(number) {
            actions.append(.close(connection, .partnerMissing, reason: "The other device did not come"))
        }
    }

    // MARK: Pairings

    private mutating func pair(
        _ caller: DeviceID,
        _ callee: DeviceID,
        _ call: CallID,
        _ limits: Configuration.Relay
    ) {
        let tokens = [relayToken(), relayToken()]
        let number = relay.add([caller, callee], tokens: tokens)
        timers.set(.pairing(number), to: now + limits.arrival)
        for (device, peer, token) in [(caller, callee, tokens[0]), (callee, caller, tokens[1])] {
            deliver(
                .relayReady(peer: peer, call: call, token: token, bytes: limits.bytes),
                from: peer,
                to: device
            )
        }
        actions.append(.log(.relayPaired(caller, callee)))
    }

    private mutating func refuseRelay(_ caller: DeviceID, _ callee: DeviceID, _ call: CallID) {
        let message = "All relay connections of this server are in use. Try again later."
        fail(caller, ErrorReport(.relayFull, message, peer: callee, call: call))
        fail(callee, ErrorReport(.relayFull, message, peer: caller, call: call))
        actions.append(.log(.relayFull))
    }

    /// 32 random bytes as base64url.
    private mutating func relayToken() -> String {
        var octets: [UInt8] = []
        for _ in 0..<4 {
            let bits = random.next()
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                octets.append(UInt8(truncatingIfNeeded: bits >> shift))
            }
        }
        return Base64URL.encode(octets)
    }
}
