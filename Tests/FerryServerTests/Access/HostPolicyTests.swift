import FerryServer
import NetPrimitives
import Testing

@Suite("Accepted hosts")
struct HostPolicyTests {
    static let policy = HostPolicy(
        isMachineName: { ["nas", "nas.local"].contains($0) },
        publicURL: WebOrigin("https://ferry.example.org"),
        allowed: [.name("files.example.org")]
    )

    @Test(
        "The machine's names, the public one, allowed ones and every address are answered",
        arguments: [
            "localhost", "localhost:8080", "NAS.local:8080", "nas.", "ferry.example.org", "files.example.org:443",
            "192.168.1.5:8080", "8.8.8.8", "[fd00::5]:8080", "[::1]",
        ]
    )
    func accepts(host: String) throws {
        let authority = try #require(HostAndPort(host))
        #expect(Self.policy.accepts(authority.host))
    }

    @Test(
        "Other names are not, however close",
        arguments: ["evil.example", "xnas.local", "nas.local.evil.example", "sub.nas.local", "example.org"]
    )
    func refuses(host: String) throws {
        let authority = try #require(HostAndPort(host))
        #expect(!Self.policy.accepts(authority.host))
    }
}
