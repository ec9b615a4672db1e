import NetPrimitives
import STUN

extension TURNServer {
    /// Handles Refresh (RFC 8656 section 8.2), which extends or ends an allocation.
    mutating func refresh(
        _ request: Request,
        by requester: Requester,
        _ slot: UInt32,
        now: Instant,
        into output: inout Output
    ) throws(Refusal) {
        if let family = request.requestedFamily {
            guard let allocation = allocations[slot], family == .known(allocation.relayed.address.family) else {
                throw .peerFamilyMismatch
            }
        }
        if request.lifetime == 0 {
            end(allocationAt: slot, now: now, into: &output)
            return succeed(requester, request, [.lifetime(0)], into: &output)
        }
        guard let grant = grants[requester.name.grant], grant.mayRefresh(at: now) else { throw .noGrant }
        let seconds = lifetime(request.lifetime)
        let end = now + .seconds(Int(seconds))
        allocations[slot]?.expiry = end
        timers.set(.allocation(slot), to: end)
        succeed(requester, request, [.lifetime(seconds)], into: &output)
    }

    /// Ends an allocation: its port, permissions and channels are gone at once.
    mutating func end(allocationAt slot: UInt32, now: Instant, into output: inout Output) {
        guard let allocation = allocations[slot] else { return }
        output.append(.closeRelay(allocation.id))
        forget(allocationAt: slot, now: now)
    }

    /// Removes an allocation from all tables.
    mutating func forget(allocationAt slot: UInt32, now: Instant) {
        guard let allocation = allocations.remove(slot) else { return }
        timers.cancel(.allocation(slot))
        let id = allocation.name.grant
        grants[id]?.allocations.removeAll { $0 == slot }
        endGrantIfUnused(id, now: now)
        endDeviceIfUnused(allocation.device, now: now)
    }

    /// Forgets a device without allocations as soon as its used bandwidth no longer counts.
    mutating func endDeviceIfUnused(_ place: UInt32, now: Instant) {
        if let end = allocations.devices.forget(place, now: now) { timers.set(.device(place), to: end) }
    }
}
