import NetPrimitives

/// The addresses from which the server sees a device: first that of its signaling, then those of its TURN requests,
/// newest first.
struct SeenAddresses {
    /// The most addresses: two of each family.
    private static let capacity = 4
    /// The number of new addresses that one socket may add. A device has 2^64 of them, and each one changes grants.
    private static let learnable = 3

    private(set) var list: [IPAddress] = []
    private var left = 0

    /// Adds the address of a new connection, as far as it is known. Earlier addresses stay as long as there is room:
    /// the device's allocations may still be there.
    mutating func connect(from address: IPAddress?) {
        left = Self.learnable
        guard let address else { return }
        insert(address, at: 0)
    }

    /// Adds the address of a TURN request; false when nothing changed.
    mutating func learn(_ address: IPAddress) -> Bool {
        guard left > 0, !list.contains(address) else { return false }
        left -= 1
        insert(address, at: min(1, list.count))
        return true
    }

    private mutating func insert(_ address: IPAddress, at position: Int) {
        list.removeAll { $0 == address }
        list.insert(address, at: position)
        list = Array(list.prefix(Self.capacity))
    }
}
