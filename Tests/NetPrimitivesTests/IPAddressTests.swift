import NetPrimitives
import Testing

@Suite("Addresses")
struct IPAddressTests {
    @Test(
        "Every text form is read, and printed in the canonical one",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "::"),
            ("::1", "::1"), ("1::", "1::"), ("2001:DB8:0:0:8:800:200C:417A", "2001:db8::8:800:200c:417a"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"), ("0:0:0:0:0:0:0:0", "::"),
            ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("::ffff:c000:201", "::ffff:192.0.2.1"),
            ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
            ("fe80::0001", "fe80::1"),
        ]
    )
    func forms(text: String, canonical: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == canonical)
        #expect(IPAddress(canonical) == address)
    }

    @Test(
        "What is no address is refused",
        arguments: [
            "", " ", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.04", "1..2.3", "1.2.3.4 ", "+1.2.3.4",
            "1.2.3.-4", "10.0.0.1.evil.x.y", "0x7f.0.0.1", "2130706433", ":", ":::", "1:", ":1", "1::2::3", "12345::",
            "g::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8",
            "::1.2.3", "::1.2.3.4:5", "1.2.3.4::", "fe80::1%eth0", "[::1]", "::1/64", "::ffff:1.2.3.256", "１.2.3.4",
            "1:2:3:4:5:6:7:1.2.3.4", "::\u{0}", ":1::2", "1::2:",
        ]
    )
    func refused(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test("No text makes the reader trap, and every random address survives being printed and read")
    func random() {
        var random = SeededRandom(seed: 5)
        let alphabet = Array("0123456789abcdefF:::...%[]/ g")
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...50, using: &random)
            let text = String((0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
            if let address = IPAddress(text) {
                #expect(IPAddress(address.description) == address)
            }
            _ = HostAndPort(text)
            _ = NetworkPrefix(text)
            _ = ForwardedNode.forwarded(text)
        }
        for _ in 0..<2_000 {
            // Zero groups are the hard part of printing.
            let groups = (0..<8).map { _ in Bool.random(using: &random) ? 0 : UInt16(truncatingIfNeeded: random.next())
            }
            let address = IPv6Address(groups: groups)
            #expect(IPv6Address(address.description) == address)
            #expect(address.groups == groups)
        }
    }

    @Test("Mapped IPv4 addresses are IPv4 addresses")
    func unmapped() throws {
        #expect(IPAddress("::ffff:10.0.0.1")?.unmapped == IPAddress("10.0.0.1"))
        #expect(IPAddress("::10.0.0.1")?.unmapped == IPAddress("::a00:1"))
        #expect(IPAddress("::ffff:10.0.0.1")?.scope == .privateUse)
    }

    @Test(
        "Scopes end where the registries say",
        arguments: [
            ("9.255.255.255", AddressScope.public), ("10.0.0.0", .privateUse), ("10.255.255.255", .privateUse),
            ("11.0.0.0", .public), ("172.15.255.255", .public), ("172.16.0.0", .privateUse),
            ("172.31.255.255", .privateUse), ("172.32.0.0", .public), ("192.167.255.255", .public),
            ("192.168.0.0", .privateUse), ("192.169.0.0", .public), ("100.63.255.255", .public),
            ("100.64.0.0", .shared), ("100.127.255.255", .shared), ("100.128.0.0", .public),
            ("169.254.0.1", .linkLocal), ("169.255.0.0", .public), ("127.255.255.255", .loopback),
            ("128.0.0.0", .public), ("0.0.0.0", .unspecified), ("223.255.255.255", .public),
            ("224.0.0.0", .multicast), ("192.0.2.1", .public), ("::", .unspecified), ("::1", .loopback),
            ("::2", .public), ("fe80::", .linkLocal), ("febf::1", .linkLocal), ("fec0::", .public),
            ("fc00::", .uniqueLocal),
            ("fdff::1", .uniqueLocal), ("fe00::", .public), ("ff02::1", .multicast), ("2001:db8::1", .public),
        ]
    )
    func scopes(text: String, scope: AddressScope) throws {
        #expect(try #require(IPAddress(text)).scope == scope)
    }

    @Test("Networks contain what shares their bits, and nothing of the other family")
    func prefixes() throws {
        let cases: [(String, String, Bool)] = [
            ("192.168.0.0/16", "192.168.255.1", true), ("192.168.0.0/16", "192.169.0.1", false),
            ("192.168.7.9/16", "192.168.0.1", true), ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false),
            ("::/0", "::1", true), ("::/0", "8.8.8.8", false), ("2001:db8::/33", "2001:db8:7fff::1", true),
            ("2001:db8::/33", "2001:db8:8000::1", false), ("2001:db8::/65", "2001:db8::7fff:0:0:1", true),
            ("2001:db8::/65", "2001:db8::8000:0:0:1", false), ("::1", "::1", true), ("::1", "::2", false),
            ("10.0.0.1", "::ffff:10.0.0.1", true), ("::ffff:10.0.0.0/104", "10.1.2.3", true),
            ("::ffff:10.0.0.0/104", "11.1.2.3", false),
        ]
        for (prefix, address, isInside) in cases {
            let network = try #require(NetworkPrefix(prefix))
            #expect(network.contains(try #require(IPAddress(address))) == isInside, "\(prefix) \(address)")
        }
        for text in [
            "", "/", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/+8", "10/8", "10.0.0.0/8/8",
        ] {
            #expect(NetworkPrefix(text) == nil)
        }
    }

    @Test("Hosts are read with and without port, and refused when they are none")
    func hosts() throws {
        let good: [(String, String)] = [
            ("example.org", "example.org"), ("Example.ORG.:443", "example.org:443"), ("192.0.2.1:80", "192.0.2.1:80"),
            ("[2001:DB8::1]", "[2001:db8::1]"), ("[::1]:8080", "[::1]:8080"), ("my_nas:1", "my_nas:1"),
        ]
        for (text, printed) in good {
            #expect(try #require(HostAndPort(text)).description == printed)
        }
        let bad = [
            "", ":80", "a:", "a:b", "a:65536", "a:-1", "::1", "[::1", "[::1]80", "[::1%eth0]", "[1.2.3.4]", "a b",
            "a/b",
            "user@host", "1.2.3", "1.2.3.4.5", "a..b", ".a", "host\u{0}", "höst", String(repeating: "a", count: 64),
            "a.256.1",
        ]
        for text in bad {
            #expect(HostAndPort(text) == nil, "\(text)")
        }
    }
}
