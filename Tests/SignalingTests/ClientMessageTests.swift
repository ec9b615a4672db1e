import NIOCore
import NetPrimitives
import Signaling
import Testing

@Suite("Messages of clients")
struct ClientMessageTests {
    private let peer: DeviceID
    private let call: CallID

    init() throws {
        peer = try #require(DeviceID("__79_Pv6-fj39vX08_Lx8A"))
        call = try #require(CallID("call-1"))
    }

    private func decoded(_ name: String) throws -> ClientMessage {
        let fixture = try Fixtures.load("client-valid.json", as: Fixtures.Valid.self).first { $0.name == name }
        return try ClientMessage.decode(try #require(fixture).message.encoded())
    }

    @Test("Every valid message of the fixtures is read")
    func valid() throws {
        for fixture in try Fixtures.load("client-valid.json", as: Fixtures.Valid.self) {
            #expect(throws: Never.self, "\(fixture.name)") { try ClientMessage.decode(fixture.message.encoded()) }
        }
    }

    @Test("Every valid message of the fixtures is written as it was read")
    func written() throws {
        for fixture in try Fixtures.load("client-valid.json", as: Fixtures.Valid.self) {
            let message = try ClientMessage.decode(fixture.message.encoded())
            var buffer = ByteBuffer(string: "before")
            message.encode(into: &buffer)
            #expect(buffer.readString(length: 6) == "before")
            #expect(try JSONValue(text: buffer) == fixture.written ?? fixture.message, "\(fixture.name)")
            #expect(try ClientMessage.decode(buffer) == message, "\(fixture.name)")
        }
    }

    @Test("Every invalid message of the fixtures is refused with its code and the field that is wrong")
    func invalid() throws {
        for fixture in try Fixtures.load("client-invalid.json", as: Fixtures.Invalid.self) {
            let error = #expect(throws: MessageError.self, "\(fixture.name)") {
                try ClientMessage.decode(ByteBuffer(string: fixture.fullText))
            }
            #expect(error?.code.rawValue == fixture.code, "\(fixture.name)")
            #expect(error?.field == fixture.field, "\(fixture.name)")
            if let field = fixture.field, fixture.code == "BAD_MESSAGE" {
                #expect(error?.message.contains(field) == true, "\(fixture.name)")
            }
        }
    }

    @Test("What is read is what was written")
    func values() throws {
        #expect(
            try decoded("hello with unknown fields")
                == .hello(
                    .init(name: DeviceName(cleaning: "Device"), kind: .tablet, webrtc: true, availability: .open)
                )
        )
        #expect(try decoded("update of the availability") == .update(name: nil, availability: .busy))
        #expect(
            try decoded("offer")
                == .offer(to: peer, call: call, sdp: "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\n")
        )
        #expect(
            try decoded("end of candidates")
                == .candidate(to: peer, call: call, IceCandidate(candidate: "", mid: nil, line: nil, ufrag: nil))
        )
        #expect(
            try decoded("error that declines")
                == .error(to: peer, call: call, code: .callDeclined, message: "Not now")
        )
        #expect(try decoded("turn-request") == .turnRequest(to: peer))
        #expect(try decoded("relay-request") == .relayRequest(to: peer, call: call, key: nil))
        let key = Base64URL.encode([4] + (0..<64))
        #expect(try decoded("relay-request with a key") == .relayRequest(to: peer, call: call, key: RelayKey(key)))
        #expect(
            try decoded("path that failed")
                == .path(to: peer, PathReport(.none, reason: .callTimeout, elapsed: 30_000))
        )
        #expect(
            try decoded("path that UDP was wanting for")
                == .path(to: peer, PathReport(.none, reason: .udpBlocked, elapsed: 20_000))
        )
        #expect(
            try decoded("path that was not to be found")
                == .path(to: peer, PathReport(.none, reason: .noPath, elapsed: 20_000))
        )
        #expect(try decoded("path after years") == .path(to: peer, PathReport(.reflexive, elapsed: 86_400_000)))
        #expect(try decoded("code-join") == .codeJoin(code: "7-amber-canoe"))
        #expect(try decoded("bye") == .bye)
    }

    @Test("Strings may be escaped in every way JSON has; half a surrogate pair becomes a replacement character")
    func escapes() throws {
        let text = #"{ "\u0074ype" :"code-join","code" : "\"\\\/\b\f\n\r\t\u00e9\uD83E\uDD56\ud83e\u0041\uDC00" }"#
        #expect(
            try ClientMessage.decode(ByteBuffer(string: text))
                == .codeJoin(code: "\"\\/\u{8}\u{c}\n\r\té🥖\u{FFFD}A\u{FFFD}")
        )
    }

    @Test("Of two fields with one name the last counts, as in a browser")
    func duplicates() throws {
        #expect(try ClientMessage.decode(ByteBuffer(string: #"{"type":"bye","type":"ping"}"#)) == .ping)
    }

    @Test("A message is told which of its fields is wrong, and why, in these words")
    func errors() {
        let errors = [
            #"{"type":"future"}"#: "`type` is not a type of message a client sends",
            #"{"type":"end"}"#: "`to` is missing",
            #"{"type":"end","to":null}"#: "`to` is not a string",
            #"{"type":"end","to":"AAECAwQFBgcICQoLDA0ODwA"}"#: "`to` is longer than 22 bytes",
            #"{"type":"end","to":"AAECAwQFBgcICQoLDA0OD"}"#: "`to` is not the id of a device",
            #"{"type":"update","availability":"shy"}"#: "`availability` is none of open, busy",
            #"{"type":"hello","protocol":2}"#: "This server speaks protocol 1, not 2. Reload the page.",
            #"{"type":"hello","protocol":1.0}"#: "`protocol` is not an integer",
            #"{"type":"path","to":"\#(peer)","elapsed":-1}"#: "`elapsed` is less than 0",
            #"["#: "The message is not JSON",
            #"[]"#: "The message is not a JSON object",
        ]
        for (text, message) in errors {
            let error = #expect(throws: MessageError.self, "\(text)") {
                try ClientMessage.decode(ByteBuffer(string: text))
            }
            #expect(error?.message == message)
        }
    }

    @Test("Bytes that are not UTF-8 are refused")
    func brokenUTF8() {
        for broken: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x9F], [0xF5, 0x80, 0x80, 0x80]] {
            let bytes = Array(#"{"type":"code-join","code":""#.utf8) + broken + Array(#""}"#.utf8)
            #expect(throws: MessageError.self) { try ClientMessage.decode(ByteBuffer(bytes: bytes)) }
        }
    }

    @Test("A message of exactly 64 KiB, and nesting of exactly 16, are fine")
    func justWithin() throws {
        let padding = String(repeating: "a", count: 65_536 - 22)
        #expect(try ClientMessage.decode(ByteBuffer(string: #"{"type":"ping","a":""# + padding + #""}"#)) == .ping)
        let deep = String(repeating: "[", count: 15) + String(repeating: "]", count: 15)
        #expect(try ClientMessage.decode(ByteBuffer(string: #"{"type":"ping","a":"# + deep + "}")) == .ping)
    }

    @Test("A message damaged anywhere is read or refused, never anything else")
    func damaged() throws {
        for fixture in try Fixtures.load("client-valid.json", as: Fixtures.Valid.self) {
            let whole = Array(try fixture.message.encoded().readableBytesView.prefix(300))
            for position in whole.indices {
                _ = try? ClientMessage.decode(ByteBuffer(bytes: whole[..<position]))
                for replacement in Array("\"\\{}[],:0-e\u{0}".utf8) + [0xFF, 0x80] {
                    var damaged = whole
                    damaged[position] = replacement
                    _ = try? ClientMessage.decode(ByteBuffer(bytes: damaged))
                }
            }
        }
    }
}
