import FerryServer
import Testing

@Suite("The page over HTTP", .timeLimit(.minutes(5)))
struct PageTests {
    @Test("The page is served with what holds the browser to it")
    func page() async throws {
        let answer = try await TestServer.run { try await $0.request("GET", "/") }
        #expect(answer.status == 200)
        #expect(answer["content-type"] == "text/html; charset=utf-8")
        #expect(answer["cache-control"] == "no-cache")
        #expect(answer["x-content-type-options"] == "nosniff")
        #expect(answer["referrer-policy"] == "no-referrer")
        #expect(answer["cross-origin-resource-policy"] == "same-origin")
        let policy = try #require(answer["content-security-policy"])
        #expect(policy.contains("default-src 'none'"))
        #expect(policy.contains("script-src 'self';"))
        #expect(!policy.contains("unsafe"))
    }

    @Test("The policy names the socket of the host that was asked", arguments: ["localhost", "127.0.0.1"])
    func socketInPolicy(host: String) async throws {
        let (answer, port) = try await TestServer.run { server in
            (try await server.request("GET", "/", host: "\(host):\(server.port)"), server.port)
        }
        let policy = try #require(answer["content-security-policy"])
        #expect(policy.contains("connect-src 'self' ws://\(host):\(port) wss://\(host):\(port);"))
    }

    @Test("A module is JavaScript, and a browser that has it already gets no bytes")
    func notModified() async throws {
        try await TestServer.run { server in
            let first = try await server.request("GET", "/sw.js")
            #expect(first.status == 200)
            #expect(first["content-type"] == "text/javascript; charset=utf-8")
            let tag = try #require(first["etag"])
            let second = try await server.request("GET", "/sw.js", headers: [("If-None-Match", "\"other\", W/\(tag)")])
            #expect(second.status == 304)
            #expect(second["etag"] == tag)
            #expect(second.body.isEmpty)
        }
    }

    @Test("HEAD tells the length and sends nothing")
    func head() async throws {
        try await TestServer.run { server in
            let whole = try await server.request("GET", "/")
            let head = try await server.request("HEAD", "/")
            #expect(head.status == 200)
            #expect(head["content-length"] == String(whole.body.utf8.count))
            #expect(head.body.isEmpty)
        }
    }

    @Test(
        "What is not there is not found",
        arguments: ["/nothing", "/index.html", "/../Package.swift", "/app/", "/trust", "/ca.crt", "/test/"]
    )
    func notFound(path: String) async throws {
        let answer = try await TestServer.run { try await $0.request("GET", path) }
        #expect(answer.status == 404)
    }

    @Test("Other methods are told which ones are answered")
    func method() async throws {
        try await TestServer.run { server in
            let page = try await server.request("PUT", "/", body: "x")
            #expect(page.status == 405)
            #expect(page["allow"] == "GET, HEAD")
            let code = try await server.request("GET", "/qr")
            #expect(code.status == 405)
            #expect(code["allow"] == "POST")
        }
    }

    @Test("Health is a word")
    func health() async throws {
        let answer = try await TestServer.run { try await $0.request("GET", "/healthz") }
        #expect(answer.status == 200)
        #expect(answer.body == "ok\n")
    }

    @Test("A QR code is drawn of the text that is sent")
    func qr() async throws {
        let answer = try await TestServer.run { try await $0.request("POST", "/qr", body: "http://192.168.1.5:8080") }
        #expect(answer.status == 200)
        #expect(answer["content-type"] == "image/svg+xml")
        #expect(answer.body.hasPrefix("<svg "))
    }

    @Test(
        "A QR code of nothing or of too much is refused",
        arguments: [("", 400), (String(repeating: "x", count: 513), 413)]
    )
    func badQR(body: String, status: Int) async throws {
        let answer = try await TestServer.run { try await $0.request("POST", "/qr", body: body) }
        #expect(answer.status == status)
    }

    @Test("One client cannot have QR codes drawn for ever")
    func qrLimit() async throws {
        try await TestServer.run { server in
            var last = try await server.request("POST", "/qr", body: "x")
            for _ in 0..<60 where last.status == 200 { last = try await server.request("POST", "/qr", body: "x") }
            #expect(last.status == 429)
            #expect(last["retry-after"] != nil)
        }
    }
}
