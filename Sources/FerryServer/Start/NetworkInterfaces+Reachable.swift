package import NetPrimitives

// The order of addresses depends on the kernel's facts about the interfaces, never on their names:
//
// 1. hardware with neighbours: a card, a radio, or a bridge, bond or VLAN over one
// 2. the same with an IPv4 /32, as a rented machine has it: no neighbours on that address
// 3. hardware with one other end: a modem
// 4. no hardware, but the default route, as in a container
// 5. no hardware: networks of containers and virtual machines
// 6. tunnels: a VPN
// 7. interfaces that are down
//
// So a VPN with the default route comes after the Wi-Fi below it, but before everything else without hardware: in a
// container it may be the only way. Among equals, private addresses come first, then the bridge, which on a router is
// the side of the devices, then the default route, then a radio, where phones are.
extension NetworkInterfaces {
    /// Addresses that a phone on the same network can open, best first.
    package var reachable: [IPAddress] {
        var seen: Set<IPAddress> = []
        return ordered.map(\.address).filter { Self.promise($0) != nil && seen.insert($0).inserted }
    }

    /// All addresses, the best for other devices first.
    package var ordered: [InterfaceAddress] {
        addresses.enumerated()
            .map { (rank: rank($1) + [$0], entry: $1) }
            .sorted { $0.rank.lexicographicallyPrecedes($1.rank) }
            .map(\.entry)
    }

    /// Whether any address other than loopback is IPv6.
    package var hasIPv6: Bool {
        addresses.contains { $0.address.bitWidth == 128 && $0.address.scope != .loopback }
    }

    /// The rank of an address, compared from the left; smaller is better.
    private func rank(_ entry: InterfaceAddress) -> [Int] {
        guard let promise = Self.promise(entry.address) else { return [Int.max] }
        let isDefault = defaultRoutes.lead(by: entry.interface, for: entry.address)
        let facts = facts[entry.interface]
        return [
            attachment(entry, isDefault: isDefault).rawValue,
            promise,
            facts?.isBridge == true ? 0 : 1,
            isDefault ? 0 : 1,
            facts?.isWireless == true ? 0 : 1,
        ]
    }

    /// The connection of an address to other devices, best first: the list at the top of this file.
    private enum Attachment: Int {
        case neighbours, alone, modem, onlyRoute, virtual, tunnel, down
    }

    private func attachment(_ entry: InterfaceAddress, isDefault: Bool) -> Attachment {
        let facts = facts[entry.interface] ?? InterfaceFacts()
        guard facts.isUp else { return .down }
        if facts.isTunnel { return facts.hasDevice ? .modem : isDefault ? .onlyRoute : .tunnel }
        guard standsOnHardware(facts) else { return isDefault ? .onlyRoute : .virtual }
        // DHCPv6 assigns a /128 to machines with neighbours (RFC 8415 section 18.2.10.1).
        return entry.address.bitWidth == 32 && entry.prefixLength == 32 ? .alone : .neighbours
    }

    /// Whether there is hardware below that is up.
    private func standsOnHardware(_ facts: InterfaceFacts, layers: Int = 4) -> Bool {
        if facts.hasDevice { return facts.isUp }
        guard layers > 0 else { return false }
        return facts.lower.contains { name in
            self.facts[name].map { $0.isUp && standsOnHardware($0, layers: layers - 1) } ?? false
        }
    }

    /// The rank of an address's scope, smaller is better; nil for addresses that other devices cannot use: loopback,
    /// and link-local ones, which in IPv6 need a zone that browsers do not accept and in IPv4 mean that no network was
    /// found.
    private static func promise(_ address: IPAddress) -> Int? {
        switch (address.scope, address.bitWidth) {
        case (.privateUse, _): 0
        case (.public, 32): 1
        case (.uniqueLocal, _): 2
        case (.public, _): 3
        // Overlay networks, such as a VPN between a person's own devices.
        case (.shared, _): 4
        case (.loopback, _), (.linkLocal, _), (.multicast, _), (.unspecified, _): nil
        }
    }
}
