import FerryServer
import Testing

@Suite("HTTPS", .timeLimit(.minutes(5)))
struct TLSTests {
    @Test("A client that trusts the downloaded authority is served over HTTPS, by address")
    func trusted() async throws {
        try await TestServer.run {
            $0.tls = .auto
        } body: { server in
            let port = try #require(server.tlsPort)
            let authority = try await server.request("GET", "/ca.crt").bytes
            let answer = try await HTTPExchange.send(
                "GET",
                "/",
                port: port,
                host: "127.0.0.1:\(port)",
                trusting: authority
            )
            #expect(answer.status == 200)
            #expect(answer["cross-origin-opener-policy"] == "same-origin")
        }
    }

    @Test("Devices on HTTP and on HTTPS see each other")
    func sharedRooms() async throws {
        try await TestServer.run {
            $0.tls = .auto
        } body: { server in
            let authority = try await server.request("GET", "/ca.crt").bytes
            let plain = try await TestDevice.join(server, name: "Plain")
            let secure = try await TestDevice.join(server, name: "Secure", trusting: authority)
            try await plain.sees(secure)
            try await secure.sees(plain)
        }
    }

    @Test("A client that does not trust it is not")
    func untrusted() async throws {
        try await TestServer.run {
            $0.tls = .auto
        } body: { server in
            let other = try await TestServer.run {
                $0.tls = .auto
            } body: { other in
                try await other.request("GET", "/ca.crt").bytes
            }
            let port = try #require(server.tlsPort)
            // The error depends on which comes first, the request or the refusal.
            await #expect(throws: (any Error).self) {
                try await HTTPExchange.send("GET", "/", port: port, host: "127.0.0.1:\(port)", trusting: other)
            }
            let own = try await server.request("GET", "/ca.crt").bytes
            let answer = try await HTTPExchange.send("GET", "/", port: port, host: "127.0.0.1:\(port)", trusting: own)
            #expect(answer.status == 200)
        }
    }

    @Test("The page that explains trust is there, and its certificate is of the type phones install")
    func trustPage() async throws {
        try await TestServer.run {
            $0.tls = .auto
        } body: { server in
            #expect(try await server.request("GET", "/trust").status == 200)
            let certificate = try await server.request("HEAD", "/ca.crt")
            #expect(certificate["content-type"] == "application/x-x509-ca-cert")
            #expect(server.running.authorityFingerprint?.count == 95)
        }
    }

    @Test("The page that explains trust leads on to HTTPS, by a host the certificate is good for")
    func secureAddress() async throws {
        try await TestServer.run {
            $0.tls = .auto
        } body: { server in
            let port = try #require(server.tlsPort)
            for host in ["127.0.0.1", "localhost"] {
                let answer = try await server.request("GET", "/trust/secure", host: "\(host):\(server.port)")
                #expect(answer.status == 307)
                #expect(answer["location"] == "https://\(host):\(port)/")
            }
        }
        #expect(try await TestServer.run { try await $0.request("GET", "/trust/secure") }.status == 404)
    }

    @Test("A page that is open over the server's own authority gives others the plain address, and the secure one next")
    func plainFirst() async throws {
        try await TestServer.run {
            $0.tls = .auto
        } body: { server in
            let host = "192.168.77.5"
            let authority = try await server.request("GET", "/ca.crt").bytes
            let secure = try await TestDevice.join(server, name: "Secure", host: host, trusting: authority)
            let port = try #require(server.tlsPort)
            let beside = ["http://\(host):\(server.port)", "https://\(host):\(port)"]
            #expect(secure.welcome.server?.urls.starts(with: beside) == true)
            let plain = try await TestDevice.join(server, name: "Plain", host: host)
            #expect(plain.welcome.server?.urls.first == beside[0])
        }
    }
}
