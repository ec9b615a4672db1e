import NetPrimitives

/// The relay ports of one address family, with their allocations.
struct PortTable: Sendable {
    private static let vacant = UInt32.max

    private let range: ClosedRange<UInt16>
    /// The slot of each port in `range`.
    private var slots: [UInt32]
    private var used = 0

    /// A table of vacant ports.
    init(_ range: ClosedRange<UInt16>) {
        self.range = range
        slots = Array(repeating: Self.vacant, count: range.count)
    }

    /// The slot whose relay port is `port`.
    func slot(at port: UInt16) -> UInt32? {
        guard range.contains(port) else { return nil }
        let slot = slots[Int(port - range.lowerBound)]
        return slot == Self.vacant ? nil : slot
    }

    /// Gives `slot` a random vacant port, nil when there is none.
    mutating func assign(
        to slot: UInt32,
        even: Bool,
        using random: inout some RandomNumberGenerator
    ) -> UInt16? {
        guard used < slots.count else { return nil }
        let start = UInt16.random(in: range, using: &random)
        // Only the start is random: ports behind a run of taken ones are slightly more likely.
        for distance in 0..<slots.count {
            let index = (Int(start - range.lowerBound) + distance) % slots.count
            let port = range.lowerBound + UInt16(index)
            if slots[index] == Self.vacant, !even || port % 2 == 0 {
                slots[index] = slot
                used += 1
                return port
            }
        }
        return nil
    }

    /// Makes `port` vacant.
    mutating func release(_ port: UInt16) {
        guard slot(at: port) != nil else { return }
        slots[Int(port - range.lowerBound)] = Self.vacant
        used -= 1
    }
}
