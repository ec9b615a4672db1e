import NetPrimitives

/// The addresses from which the server sees a device: that of its signaling first, then those of its TURN requests,
/// the newest first.
struct SeenAddresses {
    /// Two of each family.
    private static let capacity = 4
    /// New addresses a socket may add. A device has 2^64 of them, and each one changes grants.
    private static let learnable = 3

    private(set) var list: [IPAddress] = []
    private var left = 0

    /// The device has connected, from `address` as far as that is known. Those it had before stay for as long as they
    /// fit: its allocations may still be there.
    mutating func connect(from address: IPAddress?) {
        left = Self.learnable
        guard let address else { return }
        insert(address, at: 0)
    }

    /// Takes in an address of a TURN request; false when nothing changes by that.
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
