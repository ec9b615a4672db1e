import NetPrimitives
import Signaling
import WebSocketFraming

extension Rendezvous {
    /// Gives the two devices of an open request their halves of a pairing.
    mutating func acceptRelay(from callee: DeviceID, to caller: DeviceID, call: CallID, key: RelayKey?) {
        let pending = devices[callee]?.incoming[caller]
        guard let limits = configuration.relay else {
            return fail(callee, ErrorReport(.relayOff, "This server does not relay", peer: caller, call: call))
        }
        guard canReach(caller, from: callee), let pending, pending.relay == call else {
            return refuseUnreachable(callee, caller, call)
        }
        settle(call, from: caller, to: callee)
        if let older = relay.waiting([caller, callee]) {
            // The relay was requested again before any socket connected: the older tokens are useless now.
            _ = endPairing(older)
        }
        if let problem = obstacle(to: caller, callee, limits) { return refuseRelay(caller, callee, call, problem) }
        if !pending.isInConversation {
            totals.callsAnswered += 1
        }
        beginConversation(callee, caller)
        pair(Side(id: caller, key: pending.relayKey), Side(id: callee, key: key), call, limits)
    }

    // MARK: Sockets

    mutating func takeSeat(_ seat: RelaySeat, _ connection: ConnectionID) {
        guard relay.take(seat, connection) else { return actions.append(.refuseRelay(connection)) }
        guard let joined = relay.join(seat.pairing), let limits = configuration.relay else { return }
        timers.cancel(.pairing(seat.pairing))
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

    /// Handles the end of a relay socket. The shell closes a joined partner, since it knows the reason; a waiting
    /// partner is closed here, since its other side will not come.
    mutating func endRelay(_ connection: ConnectionID) {
        guard let number = relay.end(connection) else { return }
        let isWaiting = relay[number]?.state == .waiting
        for partner in endPairing(number) where isWaiting { closeLonely(partner) }
    }

    /// Ends pairings that wait for a device that has left, so that its partners need not wait for it.
    mutating func leaveRelay(_ device: DeviceID) {
        for number in relay.expecting(device) {
            for partner in endPairing(number) { closeLonely(partner) }
        }
    }

    mutating func expirePairing(_ number: Int) {
        for connection in endPairing(number) {
            actions.append(.close(connection, .partnerMissing, reason: "The other device did not come"))
        }
    }

    private mutating func closeLonely(_ connection: ConnectionID) {
        actions.append(.close(connection, .partnerLost, reason: "The other device went away"))
    }

    /// Ends a pairing and withdraws its tokens.
    /// - Returns: the remaining sockets.
    private mutating func endPairing(_ number: Int) -> [ConnectionID] {
        timers.cancel(.pairing(number))
        let ended = relay.revoke(number)
        if !ended.unused.isEmpty { actions.append(.withdrawTickets(ended.unused)) }
        return ended.sockets
    }

    // MARK: Pairings

    private struct Side {
        let id: DeviceID
        let key: RelayKey?
    }

    private mutating func pair(_ caller: Side, _ callee: Side, _ call: CallID, _ limits: Configuration.Relay) {
        // 256 bits each, since a token alone gives access.
        let tokens = [Base64URL.random(octets: 32, using: &random), Base64URL.random(octets: 32, using: &random)]
        let pairing = Base64URL.random(octets: 16, using: &random)
        let number = relay.add([caller.id, callee.id], in: networks(of: [caller.id, callee.id]))
        timers.set(.pairing(number), to: now + limits.arrival)
        let tickets = tokens.enumerated().map { side, token in
            RelayTicket(token: token, seat: RelaySeat(pairing: number, side: side))
        }
        actions.append(.issueTickets(tickets))
        for (side, other, token) in [(caller, callee, tokens[0]), (callee, caller, tokens[1])] {
            let ready = RelayReady(
                peer: other.id,
                call: call,
                token: token,
                bytes: limits.bytes,
                pairing: pairing,
                key: other.key
            )
            deliver(.relayReady(ready), from: other.id, to: side.id)
        }
        actions.append(.log(.relayPaired(caller.id, callee.id)))
    }

    /// The reason why the two cannot have a pairing; nil when they can.
    private func obstacle(to caller: DeviceID, _ callee: DeviceID, _ limits: Configuration.Relay) -> String? {
        if relay.count >= limits.pairs {
            return "All relay connections of this server are in use. Try again later."
        }
        if [caller, callee].contains(where: { relay.count(of: $0) >= limits.pairsPerDevice }) {
            return "A device has \(limits.pairsPerDevice) relay connections already, as many as one may have."
        }
        if networks(of: [caller, callee]).contains(where: { relay.count(in: $0) >= limits.pairsPerNetwork }) {
            return "The devices behind one address have \(limits.pairsPerNetwork) relay connections already, "
                + "as many as they may have."
        }
        return nil
    }

    private func networks(of devices: [DeviceID]) -> Set<NetworkPrefix> {
        let connections = devices.compactMap { self.devices[$0]?.connection }
        return Set(connections.compactMap { self.connections[$0]?.context.address.customerNetwork })
    }

    private mutating func refuseRelay(_ caller: DeviceID, _ callee: DeviceID, _ call: CallID, _ message: String) {
        fail(caller, ErrorReport(.relayFull, message, peer: callee, call: call))
        fail(callee, ErrorReport(.relayFull, message, peer: caller, call: call))
        actions.append(.log(.relayFull))
    }
}
