package import NetPrimitives
import STUN
import TURNGrants

extension TURNServer {
    /// The number of ports to try for one allocation: other programs on this machine may have some of them.
    private static let portAttempts = 16
    /// The time limit for opening a relay socket.
    private static let openingTime: Duration = .seconds(10)
    /// The protocol number of UDP (RFC 8656 section 18.8).
    private static let udp: UInt8 = 17

    /// Starts an allocation (RFC 8656 section 7.2). The response follows when its relay socket is open.
    mutating func allocate(
        _ request: Request,
        by requester: Requester,
        now: Instant,
        into output: inout Output
    ) throws(Refusal) {
        let name = requester.name
        guard let grant = grants[name.grant], now < grant.end else { throw .noGrant }
        output.append(.seen(name.grant, requester.client.address.address))
        if let slot = allocations.slot(of: requester.client), let allocation = allocations[slot] {
            guard allocation.origin.transactionID == request.header.transactionID, allocation.name == name else {
                throw .allocationMismatch
            }
            // This is a retransmission. If the relay socket is not open yet, the response follows when it is.
            return answer(allocation, now: now, into: &output)
        }
        guard case .conversation(let holder) = grant.kind else { throw .quota }
        guard grant.mayAllocate(at: now) else { throw .noGrant }
        try checkTransport(request)
        let address = try relayAddress(request, for: requester.client)
        guard grant.allocations.count < configuration.allocationsPerGrant,
            allocations.devices.count(of: holder.device) < configuration.allocationsPerDevice,
            allocations.count(in: holder.network) < configuration.allocationsPerNetwork
        else { throw .quota }
        guard allocations.count < configuration.allocations else { throw .capacity }
        try open(address, request, by: requester, holder, now: now, into: &output)
    }

    /// Handles the success of ``Action/openRelay(_:family:port:local:)``.
    package mutating func relayOpened(_ relay: RelayID, now: Instant, into output: inout Output) {
        handleDeadlines(now: now, into: &output)
        guard let slot = allocations.slot(of: relay), var allocation = allocations[slot], !allocation.isOpen else {
            return
        }
        allocation.opened()
        allocation.expiry = now + .seconds(Int(allocation.origin.lifetime))
        allocations[slot] = allocation
        timers.set(.allocation(slot), to: allocation.expiry)
        counts.allocationsMade += 1
        answer(allocation, now: now, into: &output)
    }

    /// Handles the failure of ``Action/openRelay(_:family:port:local:)``, most likely because another program has the
    /// port.
    package mutating func relayFailed(_ relay: RelayID, now: Instant, into output: inout Output) {
        handleDeadlines(now: now, into: &output)
        guard let slot = allocations.slot(of: relay), var allocation = allocations[slot], !allocation.isOpen else {
            return
        }
        let family = allocation.relayed.address.family
        if allocation.retry(),
            let port = allocations.assignPort(to: slot, family, even: allocation.origin.wantsEvenPort, using: &random)
        {
            // Released only now, so that the next one is not the same port again.
            allocations.releasePort(allocation.relayed.port, family)
            allocation.relayed.port = port
            allocations[slot] = allocation
            output.append(.openRelay(relay, family: family, port: port, local: allocation.local))
        } else {
            forget(allocationAt: slot, now: now)
            counts.refused.count(.capacity)
            allocation.origin.writeRefusal(of: allocation, into: &output)
        }
    }

    /// Checks the requested transport and reservation. This server never has a reserved port: another client gets the
    /// port after a moment.
    private func checkTransport(_ request: Request) throws(Refusal) {
        guard let transport = request.requestedTransport else { throw .badRequest }
        guard transport == Self.udp else { throw .unsupportedTransport }
        if request.hasReservationToken {
            let isAlone = request.evenPort == nil && request.requestedFamily == nil && request.additionalFamily == nil
            throw isAlone ? .capacity : .badRequest
        }
        // Reserving the next port for half a minute is meant for RTP with RTCP, which no browser uses with TURN.
        if request.evenPort == true { throw request.additionalFamily == nil ? .capacity : .badRequest }
    }

    /// Handles a relay socket that the system has closed.
    package mutating func relayLost(_ relay: RelayID, now: Instant, into output: inout Output) {
        handleDeadlines(now: now, into: &output)
        guard let slot = allocations.slot(of: relay) else { return }
        end(allocationAt: slot, now: now, into: &output)
    }

    /// The relayed address for a request.
    private func relayAddress(_ request: Request, for client: Client) throws(Refusal) -> RelayAddress {
        let local = client.server.address
        if let additional = request.additionalFamily {
            guard additional == .known(.v6), request.requestedFamily == nil else { throw .badRequest }
        }
        switch request.requestedFamily {
        case .unknown:
            throw .familyNotOffered
        case .known(let family):
            guard let address = network.relayAddress(family, forClientAt: local) else { throw .familyNotOffered }
            return address
        case nil:
            // IPv4 is the default. A server without it uses its other family: clients that reach it know IPv6.
            guard
                let address = network.relayAddress(.v4, forClientAt: local)
                    ?? network.relayAddress(.v6, forClientAt: local)
            else { throw .capacity }
            return address
        }
    }

    private mutating func open(
        _ address: RelayAddress,
        _ request: Request,
        by requester: Requester,
        _ holder: GrantHolder,
        now: Instant,
        into output: inout Output
    ) throws(Refusal) {
        let id = allocations.reserve()
        let isEven = request.evenPort != nil
        let family = address.announced.family
        guard let port = allocations.assignPort(to: id.slot, family, even: isEven, using: &random) else {
            allocations.giveBack(id)
            throw .capacity
        }
        let origin = AllocateRequest(request, by: requester, lifetime: lifetime(request.lifetime))
        let allocation = Allocation(
            client: requester.client,
            name: requester.name,
            key: requester.key,
            holder: holder,
            conversation: Conversation(of: holder),
            id: id,
            relayed: TransportAddress(address.announced, port: port),
            local: address.local,
            origin: origin,
            stage: .opening(attempts: Self.portAttempts),
            expiry: now + Self.openingTime
        )
        allocations.insert(allocation)
        grants[requester.name.grant]?.allocations.append(id.slot)
        timers.set(.allocation(id.slot), to: allocation.expiry)
        output.append(.openRelay(id, family: family, port: port, local: address.local))
    }

    private func answer(_ allocation: Allocation, now: Instant, into output: inout Output) {
        guard allocation.isOpen else { return }
        allocation.origin.writeSuccess(of: allocation, now: now, into: &output)
    }

    /// The granted lifetime, in seconds, for a request of `requested` seconds (RFC 8656 section 7.2).
    func lifetime(_ requested: UInt32?) -> UInt32 {
        let least = UInt32(configuration.defaultLifetime.components.seconds)
        let most = UInt32(configuration.maximumLifetime.components.seconds)
        return min(max(requested ?? least, least), most)
    }
}
