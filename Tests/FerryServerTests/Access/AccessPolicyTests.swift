import FerryServer
import NetPrimitives
import Testing

@Suite("Who comes with a request")
struct AccessPolicyTests {
    static let proxy = IPAddress.v4(IPv4Address(10, 0, 0, 2))
    static let stranger = IPAddress.v4(IPv4Address(203, 0, 113, 9))
    static let policy = AccessPolicy(
        hosts: HostPolicy(isMachineName: { _ in false }, publicURL: nil, allowed: [.name("ferry.example.org")]),
        origins: OriginPolicy(publicURL: nil),
        trustedProxies: [NetworkPrefix(proxy, length: 32)]
    )

    static func request(
        from peer: IPAddress,
        host: String? = "ferry.example.org",
        origin: String? = nil,
        _ fields: (String, String)...
    ) -> AccessPolicy.Request {
        AccessPolicy.Request(
            peer: peer,
            host: host,
            origin: origin,
            fields: fields.map { (name: $0.0, value: $0.1) },
            isSecure: false
        )
    }

    @Test("Without a proxy the client is the other end")
    func direct() throws {
        let visit = try Self.policy.visit(Self.request(from: Self.stranger))
        #expect(visit.origin == .direct(Self.stranger))
        #expect(visit.address == Self.stranger)
        #expect(visit.scheme == .http)
    }

    @Test("A trusted proxy's word counts for address and scheme")
    func trustedProxy() throws {
        let request = Self.request(
            from: Self.proxy,
            origin: "https://ferry.example.org",
            ("X-Forwarded-For", "203.0.113.9"),
            ("X-Forwarded-Proto", "https")
        )
        let visit = try Self.policy.visit(request)
        #expect(visit.address == Self.stranger)
        #expect(visit.scheme == .https)
    }

    @Test("A page of the wrong scheme is refused when a trusted proxy tells the scheme")
    func wrongScheme() {
        let request = Self.request(
            from: Self.proxy,
            origin: "https://ferry.example.org",
            ("X-Forwarded-For", "203.0.113.9"),
            ("X-Forwarded-Proto", "http")
        )
        #expect(throws: AccessPolicy.Refusal.foreignOrigin) { try Self.policy.visit(request) }
    }

    @Test("A stranger's word does not count: limits go by the other end")
    func untrustedProxy() throws {
        let request = Self.request(
            from: Self.stranger,
            ("X-Forwarded-For", "192.168.1.5"),
            ("X-Forwarded-Proto", "https")
        )
        let visit = try Self.policy.visit(request)
        #expect(visit.origin == .untrustedProxy)
        #expect(visit.address == Self.stranger)
        #expect(visit.scheme == nil)
    }

    @Test("A request without a host, or with one that is none, is refused", arguments: [nil, "", "a b", "x:y:z"])
    func noHost(host: String?) {
        #expect(throws: AccessPolicy.Refusal.noHost) {
            try Self.policy.visit(Self.request(from: Self.stranger, host: host))
        }
    }

    @Test("A name of somebody else's is refused with that name")
    func misdirected() {
        #expect(throws: AccessPolicy.Refusal.misdirected(.name("evil.example"))) {
            try Self.policy.visit(Self.request(from: Self.stranger, host: "evil.example"))
        }
    }
}

@Suite("Who may read the metrics")
struct MetricsPolicyTests {
    static let networks = [NetworkPrefix(.v4(IPv4Address(10, 0, 0, 0)), length: 8)]
    static let policy = MetricsPolicy(networks: networks, mayBeSilentProxy: false)

    @Test("Loopback and the allowed networks may, others and untrusted proxies may not")
    func allows() throws {
        #expect(Self.policy.allows(.direct(try #require(IPAddress("127.0.0.1")))))
        #expect(Self.policy.allows(.direct(try #require(IPAddress("::1")))))
        #expect(Self.policy.allows(.direct(try #require(IPAddress("10.1.2.3")))))
        #expect(Self.policy.allows(.forwarded(try #require(IPAddress("10.1.2.3")))))
        #expect(!Self.policy.allows(.direct(try #require(IPAddress("192.168.1.5")))))
        #expect(!Self.policy.allows(.forwarded(try #require(IPAddress("203.0.113.9")))))
        #expect(!Self.policy.allows(.untrustedProxy))
    }

    @Test("Where loopback may be a proxy that says nothing of its clients, it has to be named")
    func silentProxy() throws {
        let loopback = try #require(IPAddress("127.0.0.1"))
        let policy = MetricsPolicy(networks: Self.networks, mayBeSilentProxy: true)
        #expect(!policy.allows(.direct(loopback)))
        #expect(policy.allows(.direct(try #require(IPAddress("10.1.2.3")))))
        #expect(policy.advice.contains("--metrics-allow"))
        let named = MetricsPolicy(networks: [NetworkPrefix(loopback, length: 8)], mayBeSilentProxy: true)
        #expect(named.allows(.direct(loopback)))
    }
}
