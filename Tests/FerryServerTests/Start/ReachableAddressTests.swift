import FerryServer
import NetPrimitives
import Testing

@Suite("Addresses for other devices")
struct ReachableAddressTests {
    static func interfaces(_ entries: [(String, String)], via defaultInterface: String?) throws -> NetworkInterfaces {
        NetworkInterfaces(
            addresses: try entries.map { name, address in
                InterfaceAddress(interface: name, address: try #require(IPAddress(address)), prefixLength: 24)
            },
            defaultInterface: defaultInterface
        )
    }

    @Test("The private address towards the router comes first, those of containers last")
    func order() throws {
        let interfaces = try Self.interfaces(
            [
                ("lo", "127.0.0.1"), ("docker0", "172.17.0.1"), ("eth1", "10.0.0.5"), ("wlan0", "192.168.1.5"),
                ("wlan0", "2001:db8::5"), ("wlan0", "fd00::5"), ("wlan0", "fe80::5"), ("tun0", "100.64.0.9"),
            ],
            via: "wlan0"
        )
        let expected = ["192.168.1.5", "10.0.0.5", "fd00::5", "2001:db8::5", "100.64.0.9", "172.17.0.1"]
        #expect(interfaces.reachable.map(\.description) == expected)
    }

    @Test("Addresses without a meaning elsewhere are left out")
    func unreachable() throws {
        let interfaces = try Self.interfaces(
            [("lo", "127.0.0.1"), ("lo", "::1"), ("eth0", "169.254.7.7"), ("eth0", "fe80::1")],
            via: nil
        )
        #expect(interfaces.reachable.isEmpty)
    }

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
