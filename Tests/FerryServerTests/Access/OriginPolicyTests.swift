import FerryServer
import NetPrimitives
import Testing

@Suite("Accepted origins")
struct OriginPolicyTests {
    static func accepts(
        _ origin: String?,
        host: String,
        scheme: RequestScheme? = .http,
        publicURL: String? = nil,
        isByTrustedProxy: Bool = false
    ) throws -> Bool {
        OriginPolicy(publicURL: publicURL.flatMap(WebOrigin.init))
            .accepts(
                origin: origin,
                authority: try #require(HostAndPort(host)),
                scheme: scheme,
                isByTrustedProxy: isByTrustedProxy
            )
    }

    @Test("A page of this server is accepted")
    func ownPage() throws {
        #expect(try Self.accepts("http://192.168.1.5:8080", host: "192.168.1.5:8080"))
        #expect(try Self.accepts("http://[fd00::5]:8080", host: "[fd00:0::5]:8080"))
        #expect(try Self.accepts("https://nas.local", host: "nas.local:443", scheme: .https))
        #expect(try Self.accepts("HTTP://NAS.local", host: "nas.local"))
    }

    @Test("What is not a browser has no origin, and is accepted")
    func noOrigin() throws {
        #expect(try Self.accepts(nil, host: "192.168.1.5:8080"))
    }

    @Test(
        "A page of another host, port or scheme, or of none, is refused",
        arguments: [
            "http://evil.example", "http://192.168.1.5", "http://192.168.1.5:8081", "https://192.168.1.5:8080", "null",
            "", "http://192.168.1.5:8080/path", "http://user@192.168.1.5:8080", "file://192.168.1.5:8080",
        ]
    )
    func foreignPage(origin: String) throws {
        #expect(try !Self.accepts(origin, host: "192.168.1.5:8080"))
    }

    @Test("Behind a proxy that says nothing, either scheme of the same host is accepted")
    func unknownScheme() throws {
        #expect(try Self.accepts("https://ferry.example.org", host: "ferry.example.org", scheme: nil))
        #expect(try Self.accepts("http://ferry.example.org", host: "ferry.example.org", scheme: nil))
        #expect(try !Self.accepts("https://other.example.org", host: "ferry.example.org", scheme: nil))
    }

    @Test("The public URL is accepted where it is the host, though its proxy hides scheme and port")
    func publicURL() throws {
        let url = "https://ferry.example.org"
        #expect(try Self.accepts(url, host: "ferry.example.org:8080", publicURL: url))
        #expect(try !Self.accepts(url, host: "192.168.1.5:8080", publicURL: url))
    }

    @Test("A trusted proxy may put its own idea of a host beside a page of the public URL, and of no other")
    func rewrittenHost() throws {
        let url = "https://ferry.example.org"
        #expect(try Self.accepts(url, host: "127.0.0.1:8080", scheme: nil, publicURL: url, isByTrustedProxy: true))
        #expect(
            try !Self.accepts(
                "https://evil.example",
                host: "127.0.0.1:8080",
                scheme: nil,
                publicURL: url,
                isByTrustedProxy: true
            )
        )
    }
}
