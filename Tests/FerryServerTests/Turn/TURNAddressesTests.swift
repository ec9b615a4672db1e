import FerryServer
import NetPrimitives
import Testing

@Suite("Where clients are told that TURN is")
struct TURNAddressesTests {
    static func visit(
        to host: String,
        scheme: RequestScheme = .http,
        throughProxy: Bool = false
    ) throws -> Visit {
        let client = try #require(IPAddress("198.51.100.9"))
        return Visit(
            authority: try #require(HostAndPort(host)),
            scheme: scheme,
            origin: throughProxy ? .forwarded(client) : .direct(client),
            peer: client
        )
    }

    static func addresses(
        tlsPort: UInt16? = nil,
        publicAddress: String? = nil,
        external: [String] = [],
        certified: [String] = [],
        isOwnAuthority: Bool = false
    ) -> TURNAddresses {
        TURNAddresses(
            port: 3478,
            tlsPort: tlsPort,
            publicAddress: publicAddress.flatMap { HostAndPort($0) },
            external: external.compactMap { IPAddress($0) },
            certified: Set(certified.compactMap { HostAndPort($0)?.host }),
            isOwnAuthority: isOwnAuthority
        )
    }

    @Test(
        "Under the host by which the client came",
        arguments: [
            ("192.168.1.5:8080", "192.168.1.5:3478"), ("[fd00::5]:8080", "[fd00::5]:3478"), ("nas", "nas:3478"),
        ]
    )
    func host(host: String, place: String) throws {
        let urls = Self.addresses().urls(for: try Self.visit(to: host))
        #expect(urls == ["stun:\(place)", "turn:\(place)?transport=udp", "turn:\(place)?transport=tcp"])
    }

    @Test("And STUN under the public address of the other family, which a device needs to meet one that has no other")
    func otherFamily() throws {
        let both = ["203.0.113.1", "2001:db8::1"].compactMap { IPAddress($0) }
        let cameByIPv6 = Self.addresses().urls(for: try Self.visit(to: "[2001:db8::1]"), server: both)
        #expect(cameByIPv6.count == 4 && cameByIPv6.last == "stun:203.0.113.1:3478")
        let cameByIPv4 = Self.addresses().urls(for: try Self.visit(to: "203.0.113.1"), server: both)
        #expect(cameByIPv4.count == 4 && cameByIPv4.last == "stun:[2001:db8::1]:3478")
        #expect(Self.addresses().urls(for: try Self.visit(to: "192.168.1.5"), server: both).count == 3)
        #expect(Self.addresses().urls(for: try Self.visit(to: "ferry.example.org"), server: both).count == 3)
    }

    @Test("By TLS only where the certificate is good for that host")
    func certified() throws {
        let addresses = Self.addresses(tlsPort: 5349, certified: ["ferry.example.org"])
        let good = addresses.urls(for: try Self.visit(to: "ferry.example.org"))
        #expect(good.last == "turns:ferry.example.org:5349?transport=tcp")
        #expect(addresses.urls(for: try Self.visit(to: "203.0.113.1")).count == 3)
    }

    @Test("By TLS of an own authority only to those who came by it, and so trust it")
    func ownAuthority() throws {
        let addresses = Self.addresses(tlsPort: 5349, certified: ["192.168.1.5"], isOwnAuthority: true)
        #expect(addresses.urls(for: try Self.visit(to: "192.168.1.5:8080")).count == 3)
        #expect(addresses.urls(for: try Self.visit(to: "192.168.1.5:8443", scheme: .https)).count == 4)
    }

    @Test("Where --turn-public says, whatever the client came by")
    func publicAddress() throws {
        let urls = Self.addresses(publicAddress: "turn.example.org:443").urls(for: try Self.visit(to: "10.0.0.1"))
        #expect(urls.first == "stun:turn.example.org:443")
    }

    @Test("Behind a proxy, at the external addresses")
    func external() throws {
        let addresses = Self.addresses(external: ["203.0.113.7", "2001:db8::7"])
        let urls = addresses.urls(for: try Self.visit(to: "ferry.example.org", throughProxy: true))
        #expect(urls.contains("turn:203.0.113.7:3478?transport=udp"))
        #expect(urls.contains("turn:[2001:db8::7]:3478?transport=udp"))
        let direct = addresses.urls(for: try Self.visit(to: "ferry.example.org"))
        #expect(direct.first == "stun:ferry.example.org:3478")
    }

    @Test("The probe leads to both families, or nowhere")
    func probe() throws {
        let both = ["192.168.1.5", "203.0.113.7", "2001:db8::7"].compactMap { IPAddress($0) }
        let addresses = Self.addresses()
        let named = try Self.visit(to: "ferry.example.org")
        let literal = try Self.visit(to: "203.0.113.7")
        #expect(addresses.probeURLs(for: named, server: both) == ["turn:ferry.example.org:3478?transport=udp"])
        #expect(
            addresses.probeURLs(for: literal, server: both)
                == ["turn:203.0.113.7:3478?transport=udp", "turn:[2001:db8::7]:3478?transport=udp"]
        )
        for visit in [named, literal] {
            #expect(addresses.probeURLs(for: visit, server: Array(both.prefix(2))).isEmpty)
        }
    }
}
