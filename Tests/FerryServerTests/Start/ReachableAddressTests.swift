import FerryServer
import NetPrimitives
import Testing

@Suite("Addresses for other devices")
struct ReachableAddressTests {
    /// A machine as the kernel describes it, with the expected addresses, best first.
    struct Machine: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Pairs of interface and address with prefix length, in the system's order.
        let addresses: [(String, String)]
        let facts: [String: InterfaceFacts]
        var ipv4: String?
        var ipv6: String?
        let shown: [String]

        func interfaces() throws -> NetworkInterfaces {
            NetworkInterfaces(
                addresses: try addresses.map { interface, text in
                    let network = try #require(text.firstIndex(of: "/"))
                    return InterfaceAddress(
                        interface: interface,
                        address: try #require(IPAddress(String(text[..<network]))),
                        prefixLength: try #require(Int(text[text.index(after: network)...]))
                    )
                },
                facts: facts,
                defaultRoutes: DefaultRoutes(ipv4: ipv4, ipv6: ipv6)
            )
        }
    }

    private static let loopback = InterfaceFacts(linkType: 772)
    private static let card = InterfaceFacts(hasDevice: true)
    private static let radio = InterfaceFacts(hasDevice: true, isWireless: true)
    private static let tun = InterfaceFacts(linkType: 65_534, isPointToPoint: true)
    private static let wireGuard = InterfaceFacts(linkType: 65_534)
    private static let virtual = InterfaceFacts()
    private static let idleBridge = InterfaceFacts(isBridge: true, isUp: false)

    private static func bridge(_ ports: String...) -> InterfaceFacts {
        InterfaceFacts(isBridge: true, lower: ports)
    }

    static let machines = [
        Machine(
            testDescription: "A laptop with Wi-Fi and a VPN that owns the default route",
            addresses: [("lo", "127.0.0.1/8"), ("wlp2s0", "192.168.1.5/24"), ("vpn", "10.8.0.6/24")],
            facts: ["lo": loopback, "wlp2s0": radio, "vpn": wireGuard],
            ipv4: "vpn",
            shown: ["192.168.1.5", "10.8.0.6"]
        ),
        Machine(
            testDescription: "tun0 before the Wi-Fi in the system's order, with a network of its own",
            addresses: [("tun0", "10.8.0.6/24"), ("wlan0", "192.168.1.5/24")],
            facts: ["tun0": tun, "wlan0": radio],
            ipv4: "tun0",
            shown: ["192.168.1.5", "10.8.0.6"]
        ),
        Machine(
            testDescription: "A VPN over Ethernet frames (tap), with a public address on the card",
            addresses: [("tap0", "192.168.99.2/24"), ("eth0", "203.0.113.7/24")],
            facts: ["tap0": virtual, "eth0": card],
            ipv4: "tap0",
            shown: ["203.0.113.7", "192.168.99.2"]
        ),
        Machine(
            testDescription: "Networks of virtual machines and containers, without any default route",
            addresses: [
                ("vboxnet0", "192.168.56.1/24"), ("virbr0", "192.168.122.1/24"), ("docker0", "172.17.0.1/16"),
                ("br-1f2e3d", "172.18.0.1/16"), ("eth0", "192.168.1.5/24"),
            ],
            facts: [
                "vboxnet0": virtual, "virbr0": idleBridge, "docker0": idleBridge, "br-1f2e3d": bridge("veth1"),
                "veth1": virtual, "eth0": card,
            ],
            shown: ["192.168.1.5", "172.18.0.1", "192.168.56.1", "192.168.122.1", "172.17.0.1"]
        ),
        Machine(
            testDescription: "A router: br-lan over its ports, a public address to the provider",
            addresses: [("wan", "198.51.100.9/24"), ("br-lan", "192.168.1.1/24"), ("br-lan", "fd00::1/60")],
            facts: ["wan": card, "br-lan": bridge("lan1", "wlan0"), "lan1": card, "wlan0": radio],
            ipv4: "wan",
            shown: ["192.168.1.1", "198.51.100.9", "fd00::1"]
        ),
        Machine(
            testDescription: "A router behind another one: private addresses on both sides, ports by VLANs",
            addresses: [("eth0.2", "192.168.178.20/24"), ("br-lan", "192.168.1.1/24")],
            facts: [
                "eth0.2": InterfaceFacts(lower: ["eth0"]), "br-lan": bridge("eth0.1"),
                "eth0.1": InterfaceFacts(lower: ["eth0"]), "eth0": card,
            ],
            ipv4: "eth0.2",
            shown: ["192.168.1.1", "192.168.178.20"]
        ),
        Machine(
            testDescription: "A router that dials in by PPPoE",
            addresses: [("pppoe-wan", "198.51.100.9/32"), ("br-lan", "192.168.1.1/24")],
            facts: [
                "pppoe-wan": InterfaceFacts(linkType: 512, isPointToPoint: true), "br-lan": bridge("lan1"),
                "lan1": card,
            ],
            ipv4: "pppoe-wan",
            shown: ["192.168.1.1", "198.51.100.9"]
        ),
        Machine(
            testDescription: "A bridge whose only port is without a cable, beside the Wi-Fi",
            addresses: [("br0", "192.168.100.1/24"), ("wlan0", "192.168.1.5/24")],
            facts: [
                "br0": bridge("eth0", "tap3"), "eth0": InterfaceFacts(hasDevice: true, isUp: false),
                "tap3": virtual, "wlan0": radio,
            ],
            ipv4: "wlan0",
            shown: ["192.168.1.5", "192.168.100.1"]
        ),
        Machine(
            testDescription: "A container: a veth with the default route, and a network of its own containers",
            addresses: [("lo", "127.0.0.1/8"), ("docker0", "172.18.0.1/16"), ("eth0", "172.17.0.2/16")],
            facts: ["lo": loopback, "docker0": bridge("veth7"), "veth7": virtual, "eth0": virtual],
            ipv4: "eth0",
            shown: ["172.17.0.2", "172.18.0.1"]
        ),
        Machine(
            testDescription: "A container of which the kernel says nothing but its route",
            addresses: [("eth1", "172.18.0.2/16"), ("eth0", "172.17.0.2/16")],
            facts: [:],
            ipv4: "eth0",
            shown: ["172.17.0.2", "172.18.0.2"]
        ),
        Machine(
            testDescription: "A container whose default route is a tunnel without hardware",
            addresses: [("eth0", "10.0.3.2/24"), ("venet0", "10.9.9.9/32")],
            facts: ["eth0": virtual, "venet0": InterfaceFacts(linkType: 65_535, isPointToPoint: true)],
            ipv4: "venet0",
            shown: ["10.9.9.9", "10.0.3.2"]
        ),
        Machine(
            testDescription: "A rented machine: a /32 on its card, and containers",
            addresses: [("docker0", "172.17.0.1/16"), ("ens4", "10.128.0.2/32")],
            facts: ["docker0": bridge("veth1"), "veth1": virtual, "ens4": card],
            ipv4: "ens4",
            shown: ["10.128.0.2", "172.17.0.1"]
        ),
        Machine(
            testDescription: "A second address with /32 on the card, which moves between machines",
            addresses: [("eth0", "192.168.1.250/32"), ("eth0", "192.168.1.5/24")],
            facts: ["eth0": card],
            ipv4: "eth0",
            shown: ["192.168.1.5", "192.168.1.250"]
        ),
        Machine(
            testDescription: "IPv6 only, its address by DHCP; the VPN has a private one",
            addresses: [
                ("eth0", "2001:db8::5/128"), ("eth0", "fd00::5/64"), ("eth0", "fe80::5/64"), ("wg0", "fd66::2/64"),
            ],
            facts: ["eth0": card, "wg0": wireGuard],
            ipv6: "eth0",
            shown: ["fd00::5", "2001:db8::5", "fd66::2"]
        ),
        Machine(
            testDescription: "Several cards: private before public, then the default route, then the radio",
            addresses: [
                ("eth0", "203.0.113.5/24"), ("eth1", "10.0.0.5/24"), ("wlan0", "10.2.0.5/24"), ("eth2", "10.1.0.5/24"),
                ("eth2", "100.64.0.9/10"),
            ],
            facts: ["eth0": card, "eth1": card, "eth2": card, "wlan0": radio],
            ipv4: "eth2",
            shown: ["10.1.0.5", "10.2.0.5", "10.0.0.5", "203.0.113.5", "100.64.0.9"]
        ),
        Machine(
            testDescription: "Two cards bound into one, below a VLAN",
            addresses: [("docker0", "172.17.0.1/16"), ("bond0.7", "192.168.7.5/24")],
            facts: [
                "docker0": bridge("veth1"), "veth1": virtual, "bond0.7": InterfaceFacts(lower: ["bond0"]),
                "bond0": InterfaceFacts(lower: ["eth0", "eth1"]), "eth0": card, "eth1": card,
            ],
            ipv4: "bond0.7",
            shown: ["192.168.7.5", "172.17.0.1"]
        ),
        Machine(
            testDescription: "A modem beside the Wi-Fi that shares it",
            addresses: [("wwan0", "10.44.1.2/30"), ("wlan0", "192.168.43.1/24")],
            facts: ["wwan0": InterfaceFacts(linkType: 519, hasDevice: true), "wlan0": radio],
            ipv4: "wwan0",
            shown: ["192.168.43.1", "10.44.1.2"]
        ),
        Machine(
            testDescription: "Interfaces that stand on each other, which no kernel has",
            addresses: [("a", "10.0.0.1/24")],
            facts: ["a": InterfaceFacts(lower: ["b"]), "b": InterfaceFacts(lower: ["a"])],
            shown: ["10.0.0.1"]
        ),
        Machine(
            testDescription: "Loopback, and a card that found no network",
            addresses: [("lo", "127.0.0.1/8"), ("lo", "::1/128"), ("eth0", "169.254.7.7/16"), ("eth0", "fe80::1/64")],
            facts: ["lo": loopback, "eth0": card],
            shown: []
        ),
    ]

    @Test("The address that other devices reach comes first, and all others stay", arguments: machines)
    func order(machine: Machine) throws {
        let interfaces = try machine.interfaces()
        #expect(interfaces.reachable.map(\.description) == machine.shown)
        #expect(Set(interfaces.ordered) == Set(interfaces.addresses))
    }

    @Test("The default route of each family is the one with the lowest metric that is not refused")
    func defaultRoutes() {
        let routes = DefaultRoutes(
            ipv4Table: """
                Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
                eth9\t00000000\t00000000\t0200\t0\t0\t0\t00000000\t0\t0\t0
                wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
                eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0
                tun0\t00000000\t00000000\t0001\t0\t0\t0\t00000080\t0\t0\t0
                eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0
                """,
            ipv6Table: """
                20010db8000000000000000000000000 40 \(any) 00 \(any) 00000100 00000001 00000000 00000001     eth0
                \(any) 00 \(any) 00 fe800000000000000000000000000001 00000400 00000002 00000000 00000003    wlan0
                \(any) 00 \(any) 00 \(any) ffffffff 00000001 00000000 00200200       lo
                """
        )
        #expect(routes == DefaultRoutes(ipv4: "eth0", ipv6: "wlan0"))
    }

    @Test(
        "Tables that are empty, cut or nonsense name no route",
        arguments: ["", "\n\n", "eth0", "a b c d e f g h i j"]
    )
    func noRoutes(table: String) {
        #expect(DefaultRoutes(ipv4Table: table, ipv6Table: table) == DefaultRoutes(ipv4: nil, ipv6: nil))
    }

    private let any = String(repeating: "0", count: 32)

    @Test("The public URL is published first, then HTTP, then HTTPS")
    func published() throws {
        let host = HostAndPort.Host.address(try #require(IPAddress("192.168.1.5")))
        let published = PublishedAddresses(
            publicURL: WebOrigin("https://ferry.example.org"),
            plain: ([host], 8080),
            secure: ([host], 8443)
        )
        #expect(
            published.urls == ["https://ferry.example.org", "http://192.168.1.5:8080", "https://192.168.1.5:8443"]
        )
    }
}
