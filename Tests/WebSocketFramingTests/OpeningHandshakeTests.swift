import Testing
import WebSocketFraming

@Suite("The opening handshake")
struct OpeningHandshakeTests {
    private let key = "dGhlIHNhbXBsZSBub25jZQ=="

    private func outcome(
        method: String = "GET",
        isHTTP11: Bool = true,
        changed: [String: [String]] = [:]
    ) -> Result<String, OpeningHandshake.Fault> {
        let usual = [
            "Host": ["ferry.test"], "Upgrade": ["websocket"], "Connection": ["keep-alive, Upgrade"],
            "Sec-WebSocket-Key": [key], "Sec-WebSocket-Version": ["13"],
        ]
        let fields = usual.merging(changed) { $1 }.flatMap { name, values in values.map { (name: name, value: $0) } }
        let request = OpeningHandshake.Request(method: method, isHTTP11: isHTTP11, fields: fields)
        return Result { () throws(OpeningHandshake.Fault) in try OpeningHandshake.key(of: request) }
    }

    @Test(
        "is taken in any case, in lists, and in fields that come twice",
        arguments: [
            [:], ["Upgrade": ["h2c", "WebSocket"]], ["Upgrade": [" ,h2c ,\tWEBSOCKET"]],
            ["Connection": ["keep-alive", "upgrade"]], ["Content-Length": ["0"]],
        ]
    )
    func valid(changed: [String: [String]]) {
        #expect(outcome(changed: changed) == .success(key))
    }

    @Test(
        "is none without its fields, or for another version",
        arguments: [
            ["Upgrade": []], ["Upgrade": ["websockets"]], ["Upgrade": ["web socket"]], ["Connection": ["keep-alive"]],
            ["Sec-WebSocket-Version": []], ["Sec-WebSocket-Version": ["8"]], ["Sec-WebSocket-Version": ["13", "13"]],
            ["Sec-WebSocket-Version": ["13, 8"]],
        ]
    )
    func notAskedFor(changed: [String: [String]]) {
        #expect(outcome(changed: changed) == .failure(.notAskedFor))
    }

    @Test(
        "has one key of 16 bytes",
        arguments: [
            [], [""], ["short"], ["dGhlIHNhbXBsZSBub25jZQ"], ["dGhlIHNhbXBsZSBub25jZQ=\u{301}="],
            ["dGhlIHNhbXBsZSBub25j=Q=="], ["dGhlIHNhbXBsZSBub25jZSE="], ["dGhlIHNhbXBsZSBub25jZQ=="] + ["x"],
        ]
    )
    func keys(values: [String]) {
        #expect(outcome(changed: ["Sec-WebSocket-Key": values]) == .failure(.key))
    }

    @Test("is a GET of HTTP/1.1 without a body")
    func form() {
        #expect(outcome(method: "POST") == .failure(.method))
        #expect(outcome(isHTTP11: false) == .failure(.method))
        #expect(outcome(changed: ["Content-Length": ["5"]]) == .failure(.body))
        #expect(outcome(changed: ["Transfer-Encoding": ["chunked"]]) == .failure(.body))
    }
}
