import NetPrimitives
import Rendezvous
import TURNGrants

/// The grants that a TURN server knows from the rendezvous's changes. It reports changes that make no sense.
struct GrantLedger {
    enum State: Equatable {
        case granted
        case suspended(until: Instant)
        case probe
    }

    private(set) var states: [GrantID: State] = [:]
    private(set) var ends: [GrantID: Instant] = [:]
    /// The holders of all grants, including ended ones.
    private(set) var holders: [GrantID: GrantHolder] = [:]
    private(set) var addresses: [GrantID: [IPAddress]] = [:]
    /// Ended grants, for tests that try them again.
    private(set) var revoked: [GrantID] = []

    /// Grants that allow allocations now.
    var live: Set<GrantID> { Set(states.filter { $0.value == .granted }.keys) }
    /// Grants and probes that are valid at present.
    var names: [GrantID] { states.keys.sorted() }

    /// Applies a change, and returns its faults.
    mutating func apply(_ change: GrantChange, now: Instant) -> [String] {
        switch change {
        case .granted(let name, let holder, let until):
            let isSame = holders[name].map { ($0.device, $0.peer) == (holder.device, holder.peer) } ?? true
            guard isSame else { return ["A grant is given to somebody else"] }
            holders[name] = holder
            let isProlonged = states[name] == .granted && ends[name].map { $0 < until } == true
            guard isProlonged || states[name] == nil, until > now else { return ["A grant makes no sense"] }
            states[name] = .granted
            ends[name] = until
        case .peerAddresses(let name, let list):
            guard states[name] != nil, states[name] != .probe else { return ["Addresses of no grant"] }
            guard Set(list).count == list.count, list.count <= 64 else { return ["Too many addresses"] }
            addresses[name] = list
        case .suspended(let name, let until):
            guard states[name] == .granted, until > now else { return ["What is no grant is suspended"] }
            states[name] = .suspended(until: until)
        case .resumed(let name):
            guard case .suspended = states[name] else { return ["What is not suspended is resumed"] }
            states[name] = .granted
        case .revoked(let name):
            guard states.removeValue(forKey: name) != nil else { return ["What is no grant is revoked"] }
            ends[name] = nil
            addresses[name] = nil
            revoked.append(name)
        case .probe(let name, let until):
            guard states[name] == nil, until > now else { return ["A probe makes no sense"] }
            states[name] = .probe
            ends[name] = until
        }
        return []
    }

    /// Records that a device gets a grant or a probe, and returns the faults.
    func issue(_ name: GrantID) -> [String] {
        states[name] == .granted || states[name] == .probe
            ? [] : ["A device is given what the TURN server does not know"]
    }
}
