import NetPrimitives
import Signaling
import TURNGrants

/// All grants, by name, by holder, and by peer.
struct GrantTable {
    private var grants: [GrantID: Grant] = [:]
    private var names: [Grant.Pair: GrantID] = [:]
    /// The grants of a device, oldest first.
    private var held: [DeviceID: [GrantID]] = [:]
    /// The grants towards a device.
    private var aimed: [DeviceID: Set<GrantID>] = [:]
    /// The number of suspended grants.
    private(set) var suspended = 0

    var count: Int { grants.count }

    subscript(name: GrantID) -> Grant? { grants[name] }

    /// The grant of `device` towards `peer`.
    func name(_ device: DeviceID, towards peer: DeviceID) -> GrantID? {
        names[Grant.Pair(device: device, peer: peer)]
    }

    /// The grants of `device`, oldest first.
    func held(by device: DeviceID) -> [GrantID] { held[device] ?? [] }

    /// The grants of others towards `device`.
    func aimed(at device: DeviceID) -> Set<GrantID> { aimed[device] ?? [] }

    /// The grants of and towards `device`, in an order that is the same each time.
    func involving(_ device: DeviceID) -> [GrantID] {
        held(by: device) + aimed(at: device).sorted()
    }

    mutating func add(_ name: GrantID, _ grant: Grant) {
        grants[name] = grant
        names[grant.pair] = name
        held[grant.pair.device, default: []].append(name)
        aimed[grant.pair.peer, default: []].insert(name)
    }

    /// Changes a grant; nil when it does not exist.
    mutating func update<Result>(_ name: GrantID, _ change: (inout Grant) -> Result) -> Result? {
        // The grant is taken out, so that the change copies nothing: it holds dozens of addresses.
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
