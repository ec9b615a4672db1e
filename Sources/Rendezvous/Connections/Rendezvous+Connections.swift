import NetPrimitives
import Signaling
import WebSocketFraming

extension Rendezvous {
    mutating func connect(_ connection: ConnectionID, _ context: ClientContext) {
        connections[connection] = Connection(
            context: context,
            bucket: TokenBucket(),
            turnRequests: TokenBucket()
        )
        timers.set(.hello(connection), to: now + configuration.helloTimeout)
    }

    /// Handles a change of the machine's network. A client before its `hello` learns the result from `welcome`.
    mutating func changeContext(of connection: ConnectionID, to context: ClientContext) {
        guard let old = connections[connection] else { return }
        var context = context
        let wasLocal = old.context.placement == .success(.lan)
        // No client is moved out of the local network: an address that is lost for a moment must not split its room.
        if old.device != nil, wasLocal { context.placement = .success(.lan) }
        connections[connection]?.context = context
        guard old.device != nil else { return }
        // A machine that starts may get its IPv6 address before the private IPv4 address that makes the network local.
        if context.placement == .success(.lan), !wasLocal {
            close(connection, .goingAway, "You are on this server's own network now: connect again")
            return lose(connection)
        }
        let (addresses, before) = (context.addresses, old.context.addresses)
        guard addresses.urls != before.urls || addresses.secureUrls != before.secureUrls else { return }
        actions.append(.send(connection, .urls(addresses.urls, secure: addresses.secureUrls)))
    }

    mutating func receive(_ message: ClientMessage, on connection: ConnectionID) {
        guard admitMessage(on: connection) else { return }
        guard let device = connections[connection]?.device else {
            introduce(message, on: connection)
            return
        }
        receive(message, from: device, on: connection)
    }

    mutating func receiveInvalid(_ error: MessageError, on connection: ConnectionID) {
        guard admitMessage(on: connection) else { return }
        breakRule(error.code, error.message, on: connection)
    }

    /// Handles the end of a socket. Its device stays in its rooms for a grace period.
    ///
    /// All state belongs to the connection, not to the device, so the late end of an old socket does not affect a
    /// device that has come back on another one.
    mutating func lose(_ connection: ConnectionID, _ loss: SocketLoss = .lost) {
        guard let device = forget(connection) else { return }
        suspendGrants(of: device)
        beginGrace(of: device, loss)
    }

    /// Sends the client an error about its violation, and closes its socket.
    mutating func breakRule(_ code: ErrorCode, _ message: String, on connection: ConnectionID) {
        guard let context = connections[connection]?.context else { return }
        fail(connection, ErrorReport(code, message))
        close(connection, code == .versionMismatch ? .versionMismatch : .policyViolation, message)
        actions.append(.log(.ruleBroken(connection, context.address, code, message: message)))
        lose(connection)
    }

    /// Sends an error to one socket.
    mutating func fail(_ connection: ConnectionID, _ report: ErrorReport) {
        totals.errors[report.code, default: 0] += 1
        actions.append(.send(connection, .error(report)))
    }

    private mutating func close(_ connection: ConnectionID, _ code: CloseCode, _ reason: String) {
        actions.append(.close(connection, code, reason: reason))
    }

    /// Counts a message; false when its connection is no longer known or sends too many.
    private mutating func admitMessage(on connection: ConnectionID) -> Bool {
        guard connections[connection] != nil else { return false }
        totals.messages += 1
        guard connections[connection]?.bucket.take(configuration.messageRate, now: now) == true else {
            breakRule(
                .rateLimited,
                "More than \(configuration.messageRate.perSecond) messages a second",
                on: connection
            )
            return false
        }
        return true
    }

    /// Handles the first message of a socket.
    private mutating func introduce(_ message: ClientMessage, on connection: ConnectionID) {
        switch message {
        case .hello(let hello): enter(hello, on: connection)
        case .bye: sayGoodbye(on: connection)
        default: breakRule(.badMessage, "`hello` must be the first message", on: connection)
        }
    }

    private mutating func receive(_ message: ClientMessage, from device: DeviceID, on connection: ConnectionID) {
        switch message {
        case .hello:
            breakRule(.badMessage, "A second `hello` on one socket", on: connection)
        case .update(let name, let availability):
            update(device, name: name, availability: availability)
        case .offer(let peer, let call, let sdp):
            offer(from: device, to: peer, call: call, sdp: sdp)
        case .answer(let peer, let call, let sdp):
            answer(from: device, to: peer, call: call, sdp: sdp)
        case .candidate(let peer, let call, let candidate):
            passCandidate(candidate, from: device, to: peer, call: call)
        case .turnRequest(let peer):
            requestTURN(from: device, for: peer, on: connection)
        case .relayRequest(let peer, let call, let key):
            requestRelay(from: device, to: peer, call: call, key: key)
        case .relayAccept(let peer, let call, let key):
            acceptRelay(from: device, to: peer, call: call, key: key)
        case .path(let peer, let report):
            count(report, from: device, about: peer)
        case .error(let peer, let call, let code, let message):
            passError(code, message, from: device, to: peer, call: call)
        case .end(let peer):
            endConversation(from: device, to: peer)
        case .codeCreate:
            createCode(for: device)
        case .codeCancel:
            endCode(of: device, .cancelled)
        case .codeJoin(let code):
            joinCode(code, for: device, on: connection)
        case .ping:
            actions.append(.send(connection, .pong))
        case .bye:
            sayGoodbye(on: connection)
        }
    }

    private mutating func sayGoodbye(on connection: ConnectionID) {
        close(connection, .normal, "Goodbye")
        if let device = forget(connection) {
            revokeGrants(of: device)
            remove(device)
        }
    }

    /// Forgets a socket. Returns the device that has lost its socket by this, if any.
    @discardableResult
    mutating func forget(_ connection: ConnectionID) -> DeviceID? {
        guard let gone = connections.removeValue(forKey: connection) else { return nil }
        timers.cancel(.hello(connection))
        gone.probe.map { endProbe($0) }
        guard let device = gone.device, devices[device]?.connection == connection else { return nil }
        return device
    }
}
