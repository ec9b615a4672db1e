import NetPrimitives
import Rendezvous
import Signaling
import Testing

@Suite("Rooms by network")
struct RoomPolicyTests {
    private func address(_ text: String) throws -> IPAddress {
        try #require(IPAddress(text))
    }

    private func policy(groupPublic: Bool = true, groupCGNAT: Bool = false) throws -> RoomPolicy {
        let onLink = try #require(NetworkPrefix("2001:db8:aa::/64"))
        return RoomPolicy(groupPublic: groupPublic, groupCGNAT: groupCGNAT, onLink: [onLink])
    }

    @Test(
        "Private, loopback, link-local, unique-local and on-link addresses share the local room, over IPv4 and IPv6",
        arguments: [
            "192.168.1.4", "10.9.9.9", "172.31.0.1", "127.0.0.1", "169.254.3.3", "::1", "fe80::1", "fd00::1",
            "2001:db8:aa::77", "::ffff:192.168.1.4",
        ]
    )
    func lan(text: String) throws {
        #expect(try policy().placement(of: .direct(address(text)), under: .local) == .success(.lan))
        #expect(try policy().placement(of: .forwarded(address(text)), under: .publicName) == .success(.lan))
    }

    @Test("Public clients share a room by their IPv4 address or their /64, wherever they come under")
    func publicRooms() throws {
        let policy = try policy()
        let room = try #require(NetworkPrefix("2001:db8:1:2::/64"))
        for host in [HostKind.local, .publicName] {
            #expect(
                policy.placement(of: .direct(try address("2001:db8:1:2:3::4")), under: host) == .success(.public(room))
            )
            let first = policy.placement(of: .direct(try address("203.0.113.1")), under: host)
            #expect(first == policy.placement(of: .forwarded(try address("::ffff:203.0.113.1")), under: host))
            #expect(first != policy.placement(of: .direct(try address("203.0.113.2")), under: host))
        }
        #expect(
            try self.policy(groupPublic: false).placement(of: .direct(address("203.0.113.1")), under: .local)
                == .failure(.publicOff)
        )
    }

    @Test("Shared carrier addresses are grouped only when that was asked for")
    func cgnat() throws {
        let client = try address("100.64.1.2")
        #expect(try policy().placement(of: .direct(client), under: .local) == .failure(.cgnat))
        #expect(
            try policy(groupCGNAT: true).placement(of: .direct(client), under: .local)
                == .success(.cgnat(IPv4Address(100, 64, 1, 2)))
        )
    }

    @Test("Clients behind an untrusted proxy get no room")
    func untrustedProxy() throws {
        #expect(try policy().placement(of: .untrustedProxy, under: .local) == .failure(.untrustedProxy))
        for text in ["0.0.0.0", "224.0.0.1", "ff02::1", "::", "255.255.255.255"] {
            #expect(try policy().placement(of: .forwarded(address(text)), under: .local) == .failure(.untrustedProxy))
        }
    }

    @Test(
        "A private address under a public name came through something that hides the client: no room",
        arguments: ["127.0.0.1", "192.168.0.1", "fd00::1", "::1", "100.64.0.1", "2001:db8:aa::1"]
    )
    func publicName(text: String) throws {
        #expect(
            try policy(groupCGNAT: true).placement(of: .direct(address(text)), under: .publicName)
                == .failure(.publicName)
        )
    }

    @Test("Names are local by their form or because the person said so")
    func hostKinds() throws {
        let names: Set = ["ferry.example.org"]
        let kinds: [(String, HostKind)] = [
            ("192.168.0.2:8080", .local), ("[fd00::2]", .local), ("203.0.113.1", .local), ("localhost", .local),
            ("LAPTOP", .local), ("laptop.local.:80", .local), ("nas.lan", .local), ("nas.home.arpa", .local),
            ("ferry.example.org", .local), ("share.example.org", .publicName), ("local.example", .publicName),
        ]
        for (text, kind) in kinds {
            let host = try #require(HostAndPort(text)).host
            #expect(HostKind(host, localNames: names) == kind, "\(text)")
        }
    }

    @Test("Only IPv6 networks beside a private IPv4 address count as local, and only whole ones")
    func onLink() throws {
        func entry(_ interface: String, _ text: String, _ length: Int) throws -> InterfaceAddress {
            InterfaceAddress(interface: interface, address: try address(text), prefixLength: length)
        }
        let prefixes = RoomPolicy.onLinkPrefixes(of: [
            try entry("lan0", "192.168.0.2", 24), try entry("lan0", "2001:db8:aa::2", 64),
            try entry("lan0", "fe80::2", 64), try entry("lan0", "2001:db8::2", 32),
            try entry("wan0", "203.0.113.2", 24), try entry("wan0", "2001:db8:bb::2", 64),
        ])
        #expect(prefixes.map(\.description) == ["2001:db8:aa::/64"])
    }
}
