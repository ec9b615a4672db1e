import NetPrimitives
import STUN

extension TURNServer {
    /// Handles CreatePermission (RFC 8656 section 10.2): installs permissions for all peers in the request, or for
    /// none.
    mutating func createPermission(
        _ request: Request,
        by requester: Requester,
        _ slot: UInt32,
        now: Instant,
        into output: inout Output
    ) throws(Refusal) {
        guard !request.peers.isEmpty, var allocation = allocations[slot] else { throw .badRequest }
        var peers: [(address: IPAddress, route: AddressPolicy.Route)] = []
        for peer in request.peers {
            peers.append((peer.address, try route(to: peer.address, of: allocation)))
        }
        guard allocation.permit(peers, limit: configuration.permissionsPerAllocation, now: now) else {
            throw .capacity
        }
        allocations[slot] = allocation
        succeed(requester, request, into: &output)
    }

    /// Handles ChannelBind (RFC 8656 section 12.2), which also installs a permission.
    mutating func bindChannel(
        _ request: Request,
        by requester: Requester,
        _ slot: UInt32,
        now: Instant,
        into output: inout Output
    ) throws(Refusal) {
        guard let number = request.channelNumber, ChannelData.numbers.contains(number),
            let peer = request.peers.first, peer.port != 0, var allocation = allocations[slot]
        else { throw .badRequest }
        let route = try route(to: peer.address, of: allocation)
        guard route == .inside || peer.port >= AddressPolicy.firstPort else { throw .forbiddenPeer }
        do throws(Allocation.BindError) {
            try allocation.bind(number, to: peer, limit: configuration.channelsPerAllocation, now: now)
        } catch {
            throw error == .taken ? .badRequest : .capacity
        }
        let limit = configuration.permissionsPerAllocation
        guard allocation.permit([(peer.address, route)], limit: limit, now: now) else { throw .capacity }
        allocations[slot] = allocation
        succeed(requester, request, into: &output)
    }

    private func route(to peer: IPAddress, of allocation: Allocation) throws(Refusal) -> AddressPolicy.Route {
        guard peer.family == allocation.relayed.address.family else { throw .peerFamilyMismatch }
        let peers = grants[allocation.name.grant]?.peers ?? []
        guard let route = policy.route(to: peer, local: allocation.client.server.address, peers: peers) else {
            throw .forbiddenPeer
        }
        return route
    }
}
