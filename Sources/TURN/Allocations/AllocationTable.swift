import NetPrimitives
import TURNGrants

/// All allocations, by client, by relay socket and by relay port.
///
/// They are stored in one array whose slots are reused, so that a packet of a relay socket finds its allocation without
/// hashing. The look-ups for packets in `AllocationTable+Packets` read single fields in place, since a copy of an
/// allocation would cost more than all the rest.
struct AllocationTable: Sendable {
    /// Live allocations, and ended ones in vacant slots.
    var slots: [Allocation] = []
    private var vacant: [UInt32] = []
    private var byClient: [TURNServer.Client: UInt32] = [:]
    /// The devices that have allocations.
    var devices = DeviceTable()
    private var byNetwork: [NetworkPrefix: Int] = [:]
    private var ports4: PortTable
    private var ports6: PortTable

    /// A table without allocations.
    init(ports: ClosedRange<UInt16>) {
        ports4 = PortTable(ports)
        ports6 = PortTable(ports)
    }

    /// Number of allocations.
    var count: Int { byClient.count }

    /// Number of allocations of the devices in a network.
    func count(in network: NetworkPrefix) -> Int { byNetwork[network] ?? 0 }

    /// The slots of all allocations.
    var all: some Collection<UInt32> { byClient.values }

    /// The allocation in a slot, nil when it is vacant. Setting replaces an existing one.
    subscript(slot: UInt32) -> Allocation? {
        get {
            let allocation = slots[Int(slot)]
            return allocation.isLive ? allocation : nil
        }
        set {
            if let newValue { slots[Int(slot)] = newValue }
        }
    }

    /// The slot of a client's allocation.
    func slot(of client: TURNServer.Client) -> UInt32? { byClient[client] }

    /// The slot of a relay socket's allocation, nil when it has ended.
    func slot(of relay: TURNServer.RelayID) -> UInt32? {
        let index = Int(relay.slot)
        guard index < slots.count, slots[index].id == relay, slots[index].isLive else { return nil }
        return relay.slot
    }

    /// The slot of the allocation with this relay port.
    func slot(at port: UInt16, _ family: AddressFamily) -> UInt32? {
        switch family {
        case .v4: ports4.slot(at: port)
        case .v6: ports6.slot(at: port)
        }
    }

    /// Reserves a vacant slot and returns the ID of its next relay socket. ``insert(_:)`` or ``giveBack(_:)`` must
    /// follow.
    mutating func reserve() -> TURNServer.RelayID {
        guard let slot = vacant.popLast() else { return TURNServer.RelayID(slot: UInt32(slots.count), generation: 1) }
        return TURNServer.RelayID(slot: slot, generation: slots[Int(slot)].id.generation &+ 1)
    }

    /// Releases a reserved slot.
    mutating func giveBack(_ id: TURNServer.RelayID) {
        if id.slot < slots.count { vacant.append(id.slot) }
    }

    /// Assigns a port to a reserved slot, nil when all are taken.
    mutating func assignPort(
        to slot: UInt32,
        _ family: AddressFamily,
        even: Bool,
        using random: inout some RandomNumberGenerator
    ) -> UInt16? {
        switch family {
        case .v4: ports4.assign(to: slot, even: even, using: &random)
        case .v6: ports6.assign(to: slot, even: even, using: &random)
        }
    }

    /// Releases a port.
    mutating func releasePort(_ port: UInt16, _ family: AddressFamily) {
        switch family {
        case .v4: ports4.release(port)
        case .v6: ports6.release(port)
        }
    }

    /// Inserts an allocation into the slot of its ID.
    mutating func insert(_ allocation: Allocation) {
        var allocation = allocation
        allocation.device = devices.add(allocation.holder.device)
        if allocation.id.slot < slots.count {
            slots[Int(allocation.id.slot)] = allocation
        } else {
            slots.append(allocation)
        }
        byClient[allocation.client] = allocation.id.slot
        byNetwork[allocation.holder.network, default: 0] += 1
    }

    /// Removes an allocation and releases its port. The caller forgets its device with ``DeviceTable/forget(_:now:)``.
    mutating func remove(_ slot: UInt32) -> Allocation? {
        guard let allocation = self[slot] else { return nil }
        slots[Int(slot)].end()
        byClient[allocation.client] = nil
        devices.remove(allocation.device)
        byNetwork.countDown(allocation.holder.network)
        releasePort(allocation.relayed.port, allocation.relayed.address.family)
        vacant.append(slot)
        return allocation
    }
}

extension Dictionary where Value == Int {
    /// Decrements the count of `key`, and removes it at zero.
    fileprivate mutating func countDown(_ key: Key) {
        let count = self[key, default: 0] - 1
        self[key] = count > 0 ? count : nil
    }
}
