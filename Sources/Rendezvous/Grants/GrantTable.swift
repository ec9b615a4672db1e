import NetPrimitives
import Signaling
import TURNGrants

/// The grants there are, by their names, by who holds them, and by towards whom.
struct GrantTable {
    private var grants: [GrantID: Grant] = [:]
    private var names: [Grant.Pair: GrantID] = [:]
    /// The grants of a device, the oldest first.
    private var held: [DeviceID: [GrantID]] = [:]
    /// The grants towards a device.
    private var aimed: [DeviceID: Set<GrantID>] = [:]
    /// How many are suspended.
    private(set) var suspended = 0

    var count: Int { grants.count }

    subscript(name: GrantID) -> Grant? { grants[name] }

    /// The grant of `device` towards `peer`.
    func name(_ device: DeviceID, towards peer: DeviceID) -> GrantID? {
        names[Grant.Pair(device: device, peer: peer)]
    }

    /// The grants of `device`, the oldest first.
    func held(by device: DeviceID) -> [GrantID] { held[device] ?? [] }

    /// The grants of others towards `device`.
    func aimed(at device: DeviceID) -> Set<GrantID> { aimed[device] ?? [] }

    /// The grants that `device` has to do with, in an order that depends on nothing but what happened.
    func involving(_ device: DeviceID) -> [GrantID] {
        held(by: device) + aimed(at: device).sorted()
    }

    mutating func add(_ name: GrantID, _ grant: Grant) {
        grants[name] = grant
        names[grant.pair] = name
        held[grant.pair.device, default: []].append(name)
        aimed[grant.pair.peer, default: []].insert(name)
    }

    /// Changes a grant; does nothing when there is none.
    mutating func update<Result>(_ name: GrantID, _ change: (inout Grant) -> Result) -> Result? {
        // Taken out, so that the change copies nothing: a grant holds dozens of addresses.
        guard var grant = grants.removeValue(forKey: name) else { return nil }
        if grant.suspendedUntil != nil { suspended -= 1 }
        let result = change(&grant)
        if grant.suspendedUntil != nil { suspended += 1 }
        grants[name] = grant
        return result
    }

    mutating func remove(_ name: GrantID) {
        guard let grant = grants.removeValue(forKey: name) else { return }
        if grant.suspendedUntil != nil { suspended -= 1 }
        names[grant.pair] = nil
        held[grant.pair.device]?.removeAll { $0 == name }
        if held[grant.pair.device]?.isEmpty == true { held[grant.pair.device] = nil }
        aimed[grant.pair.peer]?.remove(name)
        if aimed[grant.pair.peer]?.isEmpty == true { aimed[grant.pair.peer] = nil }
    }
}
