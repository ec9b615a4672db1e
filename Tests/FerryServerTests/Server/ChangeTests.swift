import FerryServer
import FoundationEssentials
import Testing

@Suite("What changes while the server runs", .timeLimit(.minutes(5)))
struct ChangeTests {
    /// Lets a server listen on all addresses, since one on loopback has no addresses to tell.
    @Sendable
    private static func anywhere(_ configuration: inout ServerConfiguration) {
        configuration.host = nil
        configuration.turn = nil
    }

    @Test("Connected pages are told the machine's new addresses, and who comes later knows them")
    func addresses() async throws {
        let machine = try MovingMachine("192.168.1.5")
        try await TestServer.run(environment: machine.environment, Self.anywhere) { server in
            let device = try await TestDevice.join(server, name: "Anna")
            #expect(device.welcome.server?.urls == ["http://192.168.1.5:\(server.port)"])
            try machine.change(to: "10.0.0.9", "192.168.1.5")
            let moved = ["http://10.0.0.9:\(server.port)", "http://192.168.1.5:\(server.port)"]
            #expect(try await device.next("urls").urls == moved)
            #expect(try await TestDevice.join(server, name: "Bert").welcome.server?.urls == moved)
            // An empty list is not a valid reading, and changes nothing.
            try machine.change()
            try machine.change(to: "127.0.0.1")
            #expect(try await device.next("urls").urls == [])
        }
    }

    @Test("The address somebody came by is told to others as long as it is the machine's")
    func lostAddress() async throws {
        let machine = try MovingMachine("192.168.1.5", "192.168.1.6")
        try await TestServer.run(environment: machine.environment, Self.anywhere) { server in
            let device = try await TestDevice.join(server, name: "Anna", host: "192.168.1.6")
            #expect(device.welcome.server?.urls.first == "http://192.168.1.6:\(server.port)")
            try machine.change(to: "192.168.1.5")
            #expect(try await device.next("urls").urls == ["http://192.168.1.5:\(server.port)"])
        }
    }

    @Test("A page takes no more than 64 addresses, and gets no more")
    func manyAddresses() async throws {
        let machine = try MovingMachine("192.168.1.5")
        try await TestServer.run(environment: machine.environment, Self.anywhere) { server in
            let device = try await TestDevice.join(server, name: "Anna")
            try machine.change(toFirst: 100)
            #expect(try await device.next("urls").urls?.count == 64)
        }
    }

    @Test("HTTPS gets a certificate for an address that came later, also long after the first has run out")
    func certificate() async throws {
        let machine = try MovingMachine("192.168.1.5")
        try await TestServer.run(environment: machine.environment) {
            Self.anywhere(&$0)
            $0.tls = .auto
        } body: { server in
            let port = try #require(server.tlsPort)
            let authority = try await server.request("GET", "/ca.crt").bytes
            let device = try await TestDevice.join(server, name: "Anna", trusting: authority)
            let later = machine.now + 2 * 365 * 86_400
            try machine.change(to: "10.0.0.9", now: later)
            // The existing connection goes on and gets the new addresses.
            #expect(try await device.next("urls").secureUrls?.contains("https://10.0.0.9:\(port)") == true)
            let answer = try await HTTPExchange.send(
                "GET",
                "/healthz",
                port: port,
                host: "10.0.0.9:\(port)",
                trusting: authority,
                at: "10.0.0.9",
                now: later
            )
            #expect(answer.status == 200)
            #expect(try await server.request("GET", "/ca.crt").bytes == authority)
        }
    }

    @Test("A name that came later is answered, and the log and /trust say that HTTPS does not work under it")
    func laterName() async throws {
        let machine = try MovingMachine("192.168.1.5", names: ["nas"])
        let log = LogBook()
        try await TestServer.run(environment: machine.environment, log: log) {
            Self.anywhere(&$0)
            $0.tls = .auto
        } body: { server in
            #expect(try await server.request("GET", "/trust/uncovered").body == "")
            #expect(try await server.request("GET", "/healthz", host: "attic").status == 421)
            let device = try await TestDevice.join(server, name: "Anna")
            try machine.change(to: "10.0.0.9", "8.8.8.8", names: ["attic"])
            _ = try await device.next("urls")
            #expect(try await server.request("GET", "/healthz", host: "attic").status == 200)
            #expect(try await server.request("GET", "/trust/uncovered").lines == ["attic", "8.8.8.8"])
            #expect(log.says("attic", server.state + "/authority.pem"))
            #expect(log.says("8.8.8.8", "private"))
            #expect(log.says("http://10.0.0.9:\(server.port)"))
            // A name from the start stays accepted: people have the page open under it.
            #expect(try await server.request("GET", "/healthz", host: "nas").status == 200)
        }
    }

    @Test("Certificate files that somebody has renewed are served without a new start, those that are damaged are not")
    func files() async throws {
        let folder = TestServer.temporaryFolder()
        let file = folder + "/server.pem"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let authority = try await Self.issue("10.0.0.1", in: folder)
        let machine = try MovingMachine("192.168.1.5")
        let log = LogBook()
        try await TestServer.run(environment: machine.environment, log: log) {
            Self.anywhere(&$0)
            $0.tls = .files(certificate: file, key: file)
        } body: { server in
            let device = try await TestDevice.join(server, name: "Anna")
            _ = try await Self.issue("10.0.0.2", in: folder)
            // Files are read before addresses, so a client that knows the new addresses proves that the files were
            // read.
            try machine.change(to: "192.168.1.6")
            _ = try await device.next("urls")
            #expect(try await Self.isServed(by: server, at: "10.0.0.2", trusting: authority))
            try Data("nonsense".utf8).write(to: URL(filePath: file))
            for number in 7...10 {
                try machine.change(to: "192.168.1.\(number)")
                _ = try await device.next("urls")
            }
            #expect(try await Self.isServed(by: server, at: "10.0.0.2", trusting: authority))
            #expect(log.messages.count { $0.contains(file) && $0.contains("goes on") } == 1)
            _ = try await Self.issue("10.0.0.2", in: folder)
            for number in 11...13 {
                try machine.change(to: "192.168.1.\(number)", now: machine.now + 500 * 86_400)
                _ = try await device.next("urls")
            }
            #expect(log.messages.count { $0.contains(file) && $0.contains("expired") } == 1)
        }
    }

    /// Creates `server.pem` in `folder`, with certificate and key, for a machine of one address; returns its authority.
    private static func issue(_ address: String, in folder: String) async throws -> [UInt8] {
        let machine = try MovingMachine(address)
        return try await TestServer.run(state: folder, environment: machine.environment) {
            $0.tls = .auto
        } body: {
            try await $0.request("GET", "/ca.crt").bytes
        }
    }

    /// Whether HTTPS answers with a certificate that covers `address`.
    private static func isServed(
        by server: TestServer,
        at address: String,
        trusting authority: [UInt8]
    ) async throws -> Bool {
        let port = try #require(server.tlsPort)
        let answer = try await HTTPExchange.send(
            "GET",
            "/healthz",
            port: port,
            host: "\(address):\(port)",
            trusting: authority,
            at: address
        )
        return answer.status == 200
    }

    @Test("A second server on the same folder does not start, and says whose it is")
    func sameFolder() async throws {
        try await TestServer.run { server in
            let error = await #expect(throws: (any Error).self) {
                try await TestServer.run(state: server.state) { _ in }
            }
            #expect("\(error as Any)".contains("\(ProcessInfo.processInfo.processIdentifier)"))
        }
    }
}
