import NetPrimitives
import Signaling

// The rules for messages about calls. An offer or a request for the relay opens a call; only the called device can
// answer it; and no message reaches a device that does not see the sender.

extension Rendezvous {
    /// Forwards an offer. It opens a call unless the two have a conversation.
    mutating func offer(from caller: DeviceID, to callee: DeviceID, call: CallID, sdp: String) {
        guard canReach(callee, from: caller) else { return refuseUnreachable(caller, callee, call) }
        let isNewCall = !isConversation(caller, callee) && devices[callee]?.incoming[caller]?.offer == nil
        if !isConversation(caller, callee) {
            devices[caller]?.reports.allow(callee)
            guard open(call, from: caller, to: callee, wantsRelay: false) else {
                return refuseCall(caller, callee, call)
            }
        }
        prepareTURN(from: caller, to: callee, isNewCall: isNewCall)
        noteAddresses(inDescription: sdp, from: caller, to: callee)
        deliver(.offer(from: caller, call: call, sdp: sdp), from: caller, to: callee)
    }

    /// Forwards a request for the relay.
    mutating func requestRelay(from caller: DeviceID, to callee: DeviceID, call: CallID, key: RelayKey?) {
        guard canReach(callee, from: caller) else { return refuseUnreachable(caller, callee, call) }
        guard configuration.relay != nil else {
            return fail(caller, ErrorReport(.relayOff, "This server does not relay", peer: callee, call: call))
        }
        if !isConversation(caller, callee) { devices[caller]?.reports.allow(callee) }
        guard open(call, from: caller, to: callee, wantsRelay: true) else { return refuseCall(caller, callee, call) }
        devices[callee]?.incoming[caller]?.relayKey = key
        deliver(.relayRequest(from: caller, call: call), from: caller, to: callee)
    }

    /// Forwards an answer, which begins the conversation.
    mutating func answer(from callee: DeviceID, to caller: DeviceID, call: CallID, sdp: String) {
        let isAnswer = devices[callee]?.incoming[caller]?.offer == call
        guard canReach(caller, from: callee), isAnswer || isConversation(callee, caller) else {
            return refuseUnreachable(callee, caller, call)
        }
        if isAnswer {
            totals.callsAnswered += 1
            beginConversation(callee, caller)
        }
        noteAddresses(inDescription: sdp, from: callee, to: caller)
        deliver(.answer(from: callee, call: call, sdp: sdp), from: callee, to: caller)
    }

    mutating func passCandidate(_ candidate: IceCandidate, from sender: DeviceID, to receiver: DeviceID, call: CallID) {
        let belongs =
            isConversation(sender, receiver) || isOpen(call, from: sender, to: receiver)
            || isOpen(call, from: receiver, to: sender)
        guard canReach(receiver, from: sender), belongs else { return refuseUnreachable(sender, receiver, call) }
        noteAddresses([candidate.address].compactMap(\.self), from: sender, to: receiver)
        deliver(.candidate(from: sender, call: call, candidate), from: sender, to: receiver)
    }

    /// Forwards an error and ends the call. Errors about unknown calls are dropped: an error must never be answered
    /// with an error.
    mutating func passError(
        _ code: ErrorCode,
        _ message: String,
        from sender: DeviceID,
        to receiver: DeviceID,
        call: CallID
    ) {
        let endsOwn = settle(call, from: sender, to: receiver)
        let endsOther = settle(call, from: receiver, to: sender)
        guard endsOwn || endsOther || isConversation(sender, receiver) else { return }
        deliver(.peerError(from: sender, call: call, code: code, message: message), from: sender, to: receiver)
    }

    mutating func endConversation(from sender: DeviceID, to receiver: DeviceID) {
        // The two may have lost sight of each other for a moment: then the server no longer knows of a conversation,
        // does not tell the other device, and keeps its credentials valid.
        guard separate(sender, receiver) else { return forgetAddresses(between: sender, and: receiver) }
        revokeGrants(between: sender, and: receiver)
        deliver(.end(from: sender), from: sender, to: receiver)
    }

    // MARK: Ends

    /// Ends the calls and conversations of a device that has left. Callers that wait for its answer are told at once.
    mutating func leaveCalls(_ id: DeviceID) {
        guard let member = devices[id] else { return }
        for (caller, pending) in member.incoming {
            for call in pending.calls {
                refuseUnreachable(caller, id, call)
            }
        }
        for peer in peersInCalls(of: member) {
            separate(id, peer)
        }
    }

    /// Ends the calls of a device that has moved with devices that it no longer sees.
    mutating func endCallsOutOfSight(of id: DeviceID) {
        guard let member = devices[id] else { return }
        for peer in peersInCalls(of: member) where !sees(id, peer) {
            separate(id, peer)
        }
    }

    /// Forgets the unanswered call from one device to another.
    mutating func forgetCall(from caller: DeviceID, to callee: DeviceID) {
        devices[callee]?.incoming[caller] = nil
        devices[caller]?.outgoing.remove(callee)
        timers.cancel(.call(from: caller, to: callee))
        if !isInUse(Grant.Pair(device: caller, peer: callee)) { forgetAddresses(between: caller, and: callee) }
    }

    private func peersInCalls(of member: Member) -> Set<DeviceID> {
        member.outgoing.union(member.incoming.keys).union(member.conversations)
    }

    /// Forgets all calls and the conversation between two devices; false when there were none.
    @discardableResult
    private mutating func separate(_ device: DeviceID, _ peer: DeviceID) -> Bool {
        let isCaller = devices[device]?.outgoing.contains(peer) ?? false
        let isCallee = devices[peer]?.outgoing.contains(device) ?? false
        forgetCall(from: device, to: peer)
        forgetCall(from: peer, to: device)
        let wasConversation = devices[device]?.conversations.remove(peer) != nil
        devices[peer]?.conversations.remove(device)
        return isCaller || isCallee || wasConversation
    }

    // MARK: State

    func isConversation(_ device: DeviceID, _ peer: DeviceID) -> Bool {
        devices[device]?.conversations.contains(peer) ?? false
    }

    /// Begins a conversation. This answers offers between the two, but not requests for the relay.
    mutating func beginConversation(_ device: DeviceID, _ peer: DeviceID) {
        devices[device]?.conversations.insert(peer)
        devices[peer]?.conversations.insert(device)
        for (caller, callee) in [(device, peer), (peer, device)] {
            devices[callee]?.incoming[caller]?.offer = nil
            if devices[callee]?.incoming[caller]?.relay == nil {
                forgetCall(from: caller, to: callee)
            } else {
                devices[callee]?.incoming[caller]?.isInConversation = true
            }
        }
    }

    /// Whether a message from `sender` can reach `receiver` now: the two see each other, and the receiver is connected.
    func canReach(_ receiver: DeviceID, from sender: DeviceID) -> Bool {
        sees(sender, receiver) && devices[receiver]?.connection != nil
    }

    /// Whether this call is unanswered.
    private func isOpen(_ call: CallID, from caller: DeviceID, to callee: DeviceID) -> Bool {
        devices[callee]?.incoming[caller]?.calls.contains(call) ?? false
    }

    /// Records that a call is answered or over; false when it was not open.
    @discardableResult
    mutating func settle(_ call: CallID, from caller: DeviceID, to callee: DeviceID) -> Bool {
        guard devices[callee]?.incoming[caller]?.remove(call) == true else { return false }
        if devices[callee]?.incoming[caller]?.calls.isEmpty == true {
            forgetCall(from: caller, to: callee)
        }
        return true
    }

    /// Opens a call, replacing an older one of the same kind; false when the callee accepts no more. While an offer is
    /// open, the relay can always be requested, under the same call ID or another.
    private mutating func open(
        _ call: CallID,
        from caller: DeviceID,
        to callee: DeviceID,
        wantsRelay: Bool
    ) -> Bool {
        guard let member = devices[callee] else { return false }
        let isInConversation = isConversation(caller, callee)
        let older = member.incoming[caller]
        let continues = older != nil && (wantsRelay || older?.offer == call)
        guard isInConversation || continues || takesCall(member, from: caller) else { return false }
        var pending = older ?? PendingCall(isInConversation: isInConversation)
        if wantsRelay {
            pending.relay = call
        } else {
            pending.offer = call
        }
        devices[callee]?.incoming[caller] = pending
        devices[caller]?.outgoing.insert(callee)
        timers.set(.call(from: caller, to: callee), to: now + configuration.callTimeout)
        return true
    }

    private func takesCall(_ member: Member, from caller: DeviceID) -> Bool {
        let unanswered = member.incoming.count { $0.key != caller && !$0.value.isInConversation }
        return member.profile.availability == .open && unanswered < configuration.pendingCalls
            && member.conversations.count < configuration.conversations
    }

    // MARK: Errors

    /// Sends an error about a device's own message. A device without a socket does not get it.
    mutating func fail(_ device: DeviceID, _ report: ErrorReport) {
        guard let connection = devices[device]?.connection else { return }
        fail(connection, report)
    }

    mutating func refuseUnreachable(_ sender: DeviceID, _ peer: DeviceID, _ call: CallID) {
        fail(sender, ErrorReport(.peerNotFound, "This device is not there", peer: peer, call: call))
    }

    /// Sends the reason why a device accepts no call: its person does not want to be disturbed, or it has reached its
    /// limit.
    private mutating func refuseCall(_ sender: DeviceID, _ peer: DeviceID, _ call: CallID) {
        let report =
            devices[peer]?.profile.availability == .busy
            ? ErrorReport(.callDeclined, "This device does not want to be disturbed", peer: peer, call: call)
            : ErrorReport(.peerBusy, "This device is busy", peer: peer, call: call)
        fail(sender, report)
    }
}
