import ArgumentParser
import FerryServer
import NetPrimitives
import Testing

@testable import ferry

@Suite("Options of ferry serve")
struct OptionTests {
    /// The error message for options that are refused; nil when they are accepted.
    static func refusal(_ arguments: [String]) -> String? {
        do {
            _ = try Serve.parse(arguments)
            return nil
        } catch {
            return Serve.message(for: error)
        }
    }

    @Test("The defaults are those that the help names")
    func defaults() throws {
        let serve = try Serve.parse(["--state", "/nowhere"])
        let configuration = try serve.configuration()
        let standard = ServerConfiguration(state: "/nowhere")
        #expect(configuration.port == 8080 && configuration.tlsPort == 8443)
        #expect(configuration.relay == standard.relay)
        #expect(configuration.turn == standard.turn)
        #expect(configuration.roomMembers == standard.roomMembers)
        #expect(configuration.socketsPerAddress == standard.socketsPerAddress)
        // The same values as in the text of the help.
        #expect(standard.relay == .init(pairs: 64, bytes: 100_000_000_000, time: .seconds(86_400)))
        #expect(standard.turn?.relayPorts == 49_152...65_535 && standard.turn?.allocations == 1024)
        #expect(standard.turn?.deviceRate == 125_000_000 && standard.turn?.totalRate == 500_000_000)
        #expect(standard.roomMembers == 200 && standard.socketsPerAddress == 256)
    }

    @Test(
        "What an option cannot be is refused with what it can be",
        arguments: [
            (["--port", "99999"], "0 to 65535"),
            (["--port", "http"], "0 to 65535"),
            (["--tls", "auto", "--tls-port", "65536"], "0 to 65535"),
            (["--turn-port", "70000"], "0 to 65535"),
            (["--turns-port", "x", "--tls", "auto"], "0 to 65535"),
            (["--relay-ports", "50100-50000"], "the lower port comes first: 50000-50100"),
            (["--relay-ports", "80-90"], "1024 or above"),
            (["--relay-ports", "50000-70000"], "1024 to 65535"),
            (["--relay-ports", "50000"], "such as 50000-50100"),
            (["--relay-ports", "50000-50000"], "two ports at least"),
            (["--relay-pairs", "0"], "from 1 to"),
            (["--relay-pairs", "many"], "from 1 to"),
            (["--turn-allocations", "0"], "from 1 to"),
            (["--sockets-per-address", "99999999999999999999"], "from 1 to"),
            (["--room-members", "1"], "at least 2"),
            (["--relay-bytes", "5 apples"], "such as 500MB"),
            (["--relay-bytes", "0"], "1B to 9000TB"),
            (["--turn-rate", "99999TB"], "1B to 9000TB"),
            (["--relay-time", "1w"], "such as 90s or 12h"),
            (["--relay-time", "0s"], "1s to 366d"),
            (["--public-url", "https://ferry.example.org/path"], "below a path"),
            (["--public-url", "https://ferry.example.org:0"], "a port"),
            (["--public-url", "https://127.0.0.1"], "loopback"),
            (["--turn-public", "x:0"], "from 1 to 65535"),
            (["--turn-public", "x:99999"], "from 1 to 65535"),
            (["--turn-public", "0.0.0.0"], "the unspecified address"),
            (["--external-ip", "0.0.0.0"], "the unspecified address"),
            (["--external-ip", "::"], "the unspecified address"),
            (["--external-ip", "127.0.0.1"], "loopback"),
            (["--external-ip", "::1"], "loopback"),
            (["--external-ip", "224.0.0.1"], "multicast"),
            (["--external-ip", "ff02::1"], "multicast"),
            (["--external-ip", "255.255.255.255"], "broadcast"),
            (["--external-ip", "169.254.1.1"], "link-local"),
            (["--external-ip", "fe80::1"], "link-local"),
            (["--external-ip", "0.1.2.3"], "reserved"),
            (["--external-ip", "250.1.2.3"], "reserved"),
            (["--external-ip", "203.0.113.7/0.0.0.0"], "the unspecified address"),
            (["--external-ip", "203.0.113.7/fd00::1"], "of the same family"),
            (["--external-ip", "203.0.113.7", "--external-ip", "203.0.113.8"], "name one"),
            (["--state", ""], "no folder"),
        ]
    )
    func refused(arguments: [String], reason: String) throws {
        let said = Self.refusal(arguments) ?? "taken"
        #expect(said.contains(reason), "\(said)")
    }

    @Test(
        "An option without effect is refused with what it wants",
        arguments: [
            (["--tls-port", "8443"], "--tls-port has no effect without HTTPS: add --tls auto"),
            (["--turns-port", "5349"], "--turns-port has no effect without HTTPS"),
            (["--tls-cert", "a.pem"], "go together"),
            (["--tls", "auto", "--tls-cert", "a.pem", "--tls-key", "b.pem"], "leave it out"),
            (["--relay", "off", "--relay-pairs", "3"], "--relay-pairs has no effect with --relay off"),
            (["--relay", "off", "--relay-bytes", "3GB"], "--relay-bytes has no effect with --relay off"),
            (["--relay", "off", "--relay-time", "3h"], "--relay-time has no effect with --relay off"),
            (["--turn", "off", "--turn-port", "3478"], "--turn-port has no effect with --turn off"),
            (["--turn", "off", "--external-ip", "203.0.113.7"], "--external-ip has no effect with --turn off"),
            (["--turn", "off", "--turn-public", "x"], "--turn-public has no effect with --turn off"),
            (["--turn", "off", "--relay-ports", "50000-50100"], "--relay-ports has no effect with --turn off"),
            (["--turn", "off", "--turn-allocations", "5"], "--turn-allocations has no effect with --turn off"),
            (["--turn", "off", "--turn-rate", "none"], "--turn-rate has no effect with --turn off"),
            (["--turn", "off", "--turn-total-rate", "none"], "--turn-total-rate has no effect with --turn off"),
        ]
    )
    func idle(arguments: [String], reason: String) throws {
        let said = Self.refusal(arguments) ?? "taken"
        #expect(said.contains(reason), "\(said)")
    }

    @Test(
        "Two options that want the same port are named",
        arguments: [
            (["--tls", "auto", "--tls-port", "8080"], "--port and --tls-port are both 8080"),
            (["--port", "3478", "--turn-port", "3478"], "--port and --turn-port are both 3478"),
            (["--tls", "auto", "--turns-port", "8443"], "--tls-port and --turns-port are both 8443"),
        ]
    )
    func samePort(arguments: [String], reason: String) throws {
        #expect(Self.refusal(arguments)?.contains(reason) == true)
    }

    @Test(
        "Everything that browsers refuse of --ice-server is refused here",
        arguments: [
            ("stun:x:0", "'0' is no port"),
            ("stun:x:", "'' is no port"),
            ("turn:a:b@c:99999", "'99999' is no port"),
            ("stun:a b", "'a b' is neither a host name nor an address"),
            ("stun:", "the host is missing"),
            ("turn:a:b@", "the host is missing"),
            ("stun.example.org", "begin with stun:"),
            ("http:x", "begin with stun:"),
            ("stun://x", "leave out the //"),
            ("turn:a:b@c?transport=sctp", "'?transport=sctp' is not known to browsers"),
            ("turn:a:b@c?udp", "'?udp' is not known to browsers"),
            ("turns:a:b@c?transport=udp", "write ?transport=tcp, or nothing"),
            ("stun:x?transport=udp", "stun: takes nothing behind the port"),
            ("stun:2001:db8::1", "in brackets: [2001:db8::1]"),
            ("stun:[2001:db8::1", "is neither a host name nor an address"),
            ("stun:[2001:db8::1]3478", "is neither a host name nor an address"),
            ("stun:[fe80::1%25eth0]", "is neither a host name nor an address"),
            ("stun:1.2.3.4.5", "is neither a host name nor an address"),
            ("stun:0.0.0.0", "the unspecified address"),
            ("stun:[ff02::1]:3478", "a multicast address"),
            ("stun:a:b@c", "STUN takes no user and no password: stun:c"),
            ("turn:c:3478", "turn:USER:PASSWORD@c:3478"),
            ("turn:a@c", "turn:USER:PASSWORD@c"),
            ("turn::b@c", "turn:USER:PASSWORD@c"),
            ("turn:a:@c", "turn:USER:PASSWORD@c"),
            ("turn:\(String(repeating: "u", count: 509)):b@c", "of 1 to 508 bytes"),
        ]
    )
    func badServer(text: String, reason: String) throws {
        let said = Self.refusal(["--ice-server", text]) ?? "taken"
        #expect(said.contains(reason), "\(said)")
    }

    @Test(
        "What browsers take of --ice-server is taken, and written as they read it",
        arguments: [
            ("stun:x", ServerConfiguration.ICEServer(url: "stun:x", username: nil, credential: nil)),
            ("STUN:Stun.Example.org:3478", .init(url: "stun:stun.example.org:3478", username: nil, credential: nil)),
            ("stuns:192.0.2.1", .init(url: "stuns:192.0.2.1", username: nil, credential: nil)),
            ("stun:[2001:DB8::1]:19302", .init(url: "stun:[2001:db8::1]:19302", username: nil, credential: nil)),
            ("turn:a:b@c", .init(url: "turn:c", username: "a", credential: "b")),
            (
                "turn:a:b:c@d@e:1?transport=tcp",
                .init(url: "turn:e:1?transport=tcp", username: "a", credential: "b:c@d")
            ),
            (
                "turns:a:b?@[::2]?transport=tcp",
                .init(url: "turns:[::2]?transport=tcp", username: "a", credential: "b?")
            ),
        ]
    )
    func goodServer(text: String, server: ServerConfiguration.ICEServer) throws {
        #expect(try Serve.parse(["--ice-server", text]).rooms.iceServer == [server])
    }

    @Test("More further servers than browsers stand are refused")
    func manyServers() {
        let nine = (1...9).flatMap { ["--ice-server", "stun:s\($0).example"] }
        #expect(Self.refusal(nine)?.contains("8 times at most") == true)
        #expect(Self.refusal(Array(nine.dropLast(2))) == nil)
    }

    @Test("What is asked for reaches the server")
    func configuration() throws {
        let serve = try Serve.parse([
            "--state", "/nowhere", "--tls", "auto", "--tls-port", "9443", "--relay-pairs", "3", "--relay-bytes", "none",
            "--relay-time", "2h", "--turn-rate", "10MB", "--turn-total-rate", "none", "--relay-ports", "50000-50100",
            "--external-ip", "203.0.113.7", "--external-ip", "2001:db8::7", "--turn-public", "[2001:db8::7]:3478",
        ])
        let configuration = try serve.configuration()
        #expect(configuration.tls == .auto && configuration.tlsPort == 9443)
        #expect(configuration.relay == .init(pairs: 3, bytes: nil, time: .seconds(7200)))
        let turn = try #require(configuration.turn)
        #expect(turn.deviceRate == 10_000_000 && turn.totalRate == nil && turn.relayPorts == 50_000...50_100)
        #expect(turn.external.map(\.address.description) == ["203.0.113.7", "2001:db8::7"])
        #expect(turn.publicAddress?.description == "[2001:db8::7]:3478")
    }
}
