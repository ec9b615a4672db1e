package import NetPrimitives

extension NetworkInterfaces {
    /// Addresses that a phone on the same network can open, the most promising first.
    package var reachable: [IPAddress] {
        let candidates = addresses.enumerated().compactMap { index, entry -> (rank: [Int], address: IPAddress)? in
            guard let promise = Self.promise(entry.address) else { return nil }
            let isVirtual = Self.virtualPrefixes.contains { entry.interface.hasPrefix($0) }
            let isDefault = entry.interface == defaultInterface
            return ([isVirtual ? 1 : 0, promise, isDefault ? 0 : 1, index], entry.address)
        }
        var seen: Set<IPAddress> = []
        return candidates.sorted { $0.rank.lexicographicallyPrecedes($1.rank) }
            .map(\.address)
            .filter { seen.insert($0).inserted }
    }

    /// Whether some address other than loopback is IPv6.
    package var hasIPv6: Bool {
        addresses.contains { $0.address.bitWidth == 128 && $0.address.scope != .loopback }
    }

    /// Interfaces that only this machine's containers and virtual machines see.
    private static let virtualPrefixes = ["docker", "br-", "veth", "virbr", "vmnet", "lxc", "lxd", "podman", "cni"]

    /// Smaller is better; nil for what leads nowhere from another device: loopback, and link-local addresses, which in
    /// IPv6 need a zone that browsers do not take and in IPv4 mean that no network was found.
    private static func promise(_ address: IPAddress) -> Int? {
        switch (address.scope, address.bitWidth) {
        case (.privateUse, _): 0
        case (.public, 32): 1
        case (.uniqueLocal, _): 2
        case (.public, _): 3
        // Overlay networks such as a VPN between a person's own devices.
        case (.shared, _): 4
        case (.loopback, _), (.linkLocal, _), (.multicast, _), (.unspecified, _): nil
        }
    }
}
