import NetPrimitives

/// All allocations, found by client, by relay socket and by relay port.
///
/// They lie in one array whose places are used again, so that packets of a relay socket find theirs without hashing.
struct AllocationTable: Sendable {
    private struct Slot: Sendable {
        /// How often the place was used.
        var generation: UInt32 = 0
        var allocation: Allocation?
    }

    private var slots: [Slot] = []
    private var vacant: [UInt32] = []
    private var byClient: [TURNServer.Client: UInt32] = [:]
    private var ports4: PortTable
    private var ports6: PortTable

    /// A table without allocations.
    init(ports: ClosedRange<UInt16>) {
        ports4 = PortTable(ports)
        ports6 = PortTable(ports)
    }

    /// Number of allocations.
    var count: Int { byClient.count }

    /// The places of all allocations.
    var all: some Collection<UInt32> { byClient.values }

    /// The allocation at a place, nil when it is vacant.
    subscript(slot: UInt32) -> Allocation? {
        _read { yield slots[Int(slot)].allocation }
        _modify { yield &slots[Int(slot)].allocation }
    }

    /// The place of a client's allocation.
    func slot(of client: TURNServer.Client) -> UInt32? { byClient[client] }

    /// The place of the allocation of a relay socket, nil when it has ended.
    func slot(of relay: TURNServer.RelayID) -> UInt32? {
        guard relay.slot < slots.count, let allocation = slots[Int(relay.slot)].allocation, allocation.id == relay
        else { return nil }
        return relay.slot
    }

    /// The place of the allocation with this relay port.
    func slot(at port: UInt16, _ family: AddressFamily) -> UInt32? {
        switch family {
        case .v4: ports4.slot(at: port)
        case .v6: ports6.slot(at: port)
        }
    }

    /// A vacant place and the name of the relay socket that will be there.
    mutating func reserve() -> TURNServer.RelayID {
        if vacant.isEmpty {
            vacant.append(UInt32(slots.count))
            slots.append(Slot())
        }
        let slot = vacant.removeLast()
        slots[Int(slot)].generation += 1
        return TURNServer.RelayID(slot: slot, generation: slots[Int(slot)].generation)
    }

    /// Gives a reserved place back.
    mutating func giveBack(_ id: TURNServer.RelayID) {
        vacant.append(id.slot)
    }

    /// Gives a reserved place a port, nil when all are taken.
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

    /// Makes a port vacant.
    mutating func releasePort(_ port: UInt16, _ family: AddressFamily) {
        switch family {
        case .v4: ports4.release(port)
        case .v6: ports6.release(port)
        }
    }

    /// Puts an allocation into the place its ID names.
    mutating func insert(_ allocation: Allocation) {
        slots[Int(allocation.id.slot)].allocation = allocation
        byClient[allocation.client] = allocation.id.slot
    }

    /// Takes an allocation out, with its port.
    mutating func remove(_ slot: UInt32) -> Allocation? {
        guard let allocation = slots[Int(slot)].allocation else { return nil }
        slots[Int(slot)].allocation = nil
        byClient[allocation.client] = nil
        releasePort(allocation.relayed.port, allocation.relayed.address.family)
        vacant.append(slot)
        return allocation
    }
}
