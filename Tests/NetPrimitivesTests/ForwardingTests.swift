import NetPrimitives
import Testing

@Suite("Forwarding headers")
struct ForwardingTests {
    private func origin(
        _ peer: String,
        _ headers: [(name: String, value: String)],
        trusted: [String] = ["10.0.0.0/8", "::1"]
    ) throws -> ClientOrigin {
        ClientOrigin(
            peer: try #require(IPAddress(peer)),
            headers: ForwardingHeaders(headers),
            trusted: try trusted.map { try #require(NetworkPrefix($0)) }
        )
    }

    private func forwarded(_ text: String) throws -> ClientOrigin {
        .forwarded(try #require(IPAddress(text)))
    }

    @Test("Without any such header the client is at the other end of the socket")
    func direct() throws {
        let client = try #require(IPAddress("192.168.0.9"))
        #expect(try origin("::ffff:192.168.0.9", [("Host", "a"), ("Origin", "b")]) == .direct(client))
    }

    @Test(
        "A forged header from anywhere but a trusted proxy is never believed",
        arguments: [
            ("X-Forwarded-For", "203.0.113.7"), ("forwarded", "for=203.0.113.7"), ("X-Real-IP", "203.0.113.7"),
            ("CF-Connecting-IP", "203.0.113.7"), ("True-Client-IP", "203.0.113.7"), ("Via", "1.1 proxy"),
            ("X-Forwarded-For", ""), ("X-Forwarded-Proto", "https"),
        ]
    )
    func forged(name: String, value: String) throws {
        #expect(try origin("192.168.0.9", [(name, value)]) == .untrustedProxy)
    }

    @Test("Behind a trusted proxy the chain is walked from the right, and what a client wrote on the left is ignored")
    func walk() throws {
        let cases: [([(name: String, value: String)], String)] = [
            ([("X-Forwarded-For", "203.0.113.7")], "203.0.113.7"),
            ([("X-Forwarded-For", "192.168.0.1, 203.0.113.7")], "203.0.113.7"),
            ([("X-Forwarded-For", "evil"), ("X-Forwarded-For", "203.0.113.7, 10.1.1.1")], "203.0.113.7"),
            ([("X-Forwarded-For", "203.0.113.7:5555,10.2.2.2 ")], "203.0.113.7"),
            ([("X-Forwarded-For", "[2001:db8::1]:443")], "2001:db8::1"),
            ([("X-Forwarded-For", "2001:db8::1")], "2001:db8::1"),
            ([("X-Forwarded-For", "::ffff:203.0.113.7")], "203.0.113.7"),
            ([("X-Forwarded-For", "10.3.3.3, 10.2.2.2")], "10.3.3.3"),
            ([("CF-Connecting-IP", "192.168.0.1"), ("X-Forwarded-For", "203.0.113.7")], "203.0.113.7"),
            ([("X-Forwarded-For", "203.0.113.7"), ("True-Client-IP", "192.168.0.1")], "203.0.113.7"),
            ([("Forwarded", "for=203.0.113.7;proto=https;by=10.1.1.1")], "203.0.113.7"),
            ([("Forwarded", #"For="[2001:db8:cafe::17]:4711""#)], "2001:db8:cafe::17"),
            ([("Forwarded", #"for="_x,y", for=203.0.113.7, for="10.1.1.1:80""#)], "203.0.113.7"),
            (
                [("X-Forwarded-For", "203.0.113.7"), ("Forwarded", "for=203.0.113.7"), ("X-Real-IP", "1.1.1.1")],
                "203.0.113.7"
            ),
        ]
        for (headers, client) in cases {
            #expect(try origin("10.0.0.1", headers) == forwarded(client), "\(headers)")
        }
    }

    @Test(
        "When the nearest proxy does not say where the client is, it cannot be known",
        arguments: [
            [("X-Forwarded-For", "203.0.113.7, unknown")], [("X-Forwarded-For", "203.0.113.7,")],
            [("Forwarded", "for=_hidden")], [("Forwarded", "proto=https")], [("Forwarded", "for=1.1.1.1;for=2.2.2.2")],
            [("Forwarded", #"for="203.0.113.7"#)], [("X-Real-IP", "203.0.113.7")], [("Via", "1.1 a")],
            [("CF-Connecting-IP", "203.0.113.7")], [("True-Client-IP", "203.0.113.7"), ("CF-Ray", "1")],
            [("X-Forwarded-For", "203.0.113.7"), ("Forwarded", "for=203.0.113.8")], [("X-Forwarded-For", "")],
            [("X-Forwarded-For", " ")], [("Forwarded", "")], [("Forwarded", ",,,;;;===")],
        ]
    )
    func unknown(headers: [(String, String)]) throws {
        #expect(try origin("10.0.0.1", headers.map { (name: $0.0, value: $0.1) }) == .untrustedProxy)
    }

    @Test("The scheme is what the nearest proxy has added, and nothing when that is no scheme")
    func scheme() {
        let cases: [([(name: String, value: String)], RequestScheme?)] = [
            ([("X-Forwarded-Proto", "https")], .https), ([("x-forwarded-proto", "HTTP\t")], .http),
            ([("X-Forwarded-Proto", "http, https")], .https),
            ([("X-Forwarded-Proto", "https"), ("X-Forwarded-Proto", "http")], .http),
            // U+0600, a prepended mark, makes one `Character` with the comma behind it.
            ([("X-Forwarded-Proto", "http\u{600}, https")], .https), ([("X-Forwarded-Proto", "https, ")], nil),
            ([("X-Forwarded-Proto", "ht tps")], nil), ([("X-Forwarded-Proto", "\"https\"")], nil),
            ([("X-Forwarded-Proto", "")], nil), ([("Forwarded", "for=203.0.113.7;proto=https")], nil), ([], nil),
        ]
        for (fields, scheme) in cases {
            #expect(ForwardingHeaders(fields).scheme == scheme, "\(fields)")
        }
    }
}
