package import NetPrimitives
package import TURNGrants

extension TURNServer {
    /// Applies a change of a grant. Changes of unknown grants have no effect.
    package mutating func apply(_ change: GrantChange, now: Instant, into output: inout Output) {
        handleDeadlines(now: now, into: &output)
        switch change {
        case .granted(let id, let holder, let end):
            grant(id, .conversation(holder), until: end)
        case .probe(let id, let end):
            grant(id, .probe, until: end)
        case .peerAddresses(let id, let addresses):
            grants[id]?.peers = addresses.prefix(configuration.peerAddressesPerGrant).map(\.unmapped)
            for slot in grants[id]?.allocations ?? [] {
                reviewPermissions(at: slot)
            }
        case .suspended(let id, let end):
            grants[id]?.suspension = end
        case .resumed(let id):
            grants[id]?.suspension = nil
        case .revoked(let id):
            let grant = grants.removeValue(forKey: id)
            timers.cancel(.grant(id))
            for slot in grant?.allocations ?? [] {
                end(allocationAt: slot, now: now, into: &output)
            }
        }
    }

    /// Forgets a grant that has ended and has no allocations.
    mutating func endGrantIfUnused(_ id: GrantID, now: Instant) {
        guard let grant = grants[id], grant.end <= now, grant.allocations.isEmpty else { return }
        grants[id] = nil
    }

    /// Ends permissions of the allocation in a slot that are no longer allowed.
    mutating func reviewPermissions(at slot: UInt32) {
        guard let allocation = allocations[slot] else { return }
        let peers = grants[allocation.name.grant]?.peers ?? []
        let local = allocation.client.server.address
        let policy = policy
        allocations[slot]?.reviewPermissions { policy.route(to: $0, local: local, peers: peers) }
    }

    private mutating func grant(_ id: GrantID, _ kind: Grant.Kind, until end: Instant) {
        var grant = grants[id] ?? Grant(kind: kind, end: end)
        grant.kind = kind
        grant.end = end
        grant.suspension = nil
        grants[id] = grant
        timers.set(.grant(id), to: end)
    }
}
