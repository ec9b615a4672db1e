import NIOCore
import NetPrimitives
import Signaling
import Testing

@Suite("Messages of the server")
struct ServerMessageTests {
    private let me: DeviceID
    private let peer: DeviceID
    private let call: CallID
    private let token = "AAECAwQFBgcICQoLDA0ODw.QvG9OSRC_tTTV-eH8WMxNNjjwBWCsL-TfYiArOIFfN4"
    private let username = "1893456000:EBESExQVFhcYGRobHB0eHw"
    private let credential = "3vY0Pz9eJmZ1gkLwJ1cQnq3yqKk="
    private let sdp = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\n"

    init() throws {
        me = try #require(DeviceID("AAECAwQFBgcICQoLDA0ODw"))
        peer = try #require(DeviceID("__79_Pv6-fj39vX08_Lx8A"))
        call = try #require(CallID("call-1"))
    }

    private var mine: DeviceProfile {
        DeviceProfile(
            id: me,
            name: DeviceName(cleaning: "Anna's phone"),
            kind: .phone,
            webrtc: true,
            availability: .open
        )
    }

    private var other: Device {
        let profile = DeviceProfile(
            id: peer,
            name: DeviceName(cleaning: "Küche 🥖"),
            kind: .desktop,
            webrtc: false,
            availability: .busy
        )
        return Device(profile, via: .code)
    }

    /// A page that is open, and one that was closed.
    private var pages: [Device] {
        let instances = (1...2).map { PageInstance("page-instance_0000000\($0)") }
        let here = DeviceProfile(
            id: me,
            name: mine.name,
            kind: .phone,
            webrtc: true,
            availability: .open,
            instance: instances[0]
        )
        let gone = DeviceProfile(
            id: peer,
            name: other.profile.name,
            kind: .desktop,
            webrtc: false,
            availability: .busy,
            instance: instances[1]
        )
        return [Device(here, via: .room), Device(gone.with(away: .closed), via: .code)]
    }

    private var welcome: ServerMessage {
        .welcome(
            Welcome(
                you: mine,
                token: token,
                room: RoomDescription(kind: .lan),
                devices: [other],
                server: ServerDescription(
                    version: "1.0.0",
                    urls: ["https://192.168.0.2:8443/", "http://192.168.0.2:8080/"],
                    secureUrls: ["https://192.168.0.2:8443/"],
                    relay: true,
                    turn: true,
                    probe: IceServer(
                        urls: ["turn:ferry.example.org:3478?transport=udp"],
                        username: username,
                        credential: credential
                    ),
                    iceServers: [
                        IceServer(urls: ["stun:stun.example.org"]),
                        IceServer(urls: ["turn:turn.example.org"], username: "u", credential: "c"),
                    ],
                    publicGrouping: true,
                    ownAuthority: true
                )
            )
        )
    }

    private var welcomeWithoutRoom: ServerMessage {
        .welcome(
            Welcome(
                you: mine,
                token: token,
                room: RoomDescription(kind: .none, reason: .untrustedProxy),
                devices: [],
                server: ServerDescription(
                    version: "1.0.0",
                    urls: [],
                    secureUrls: [],
                    relay: false,
                    turn: false,
                    probe: nil,
                    iceServers: [],
                    publicGrouping: false,
                    ownAuthority: false
                )
            )
        )
    }

    private func relayReady(bytes: Int, key: RelayKey?) -> RelayReady {
        RelayReady(
            peer: peer,
            call: call,
            token: Base64URL.encode([UInt8](0..<32)),
            bytes: bytes,
            pairing: Base64URL.encode([UInt8](16..<32)),
            key: key
        )
    }

    private var messages: [String: ServerMessage] {
        let candidate = "candidate:1 1 udp 2113937151 192.168.0.7 51234 typ host"
        return [
            "welcome in a room": welcome,
            "welcome without a room": welcomeWithoutRoom,
            "presence": .presence(Presence(joined: [other], changed: [Device(mine, via: .room)], left: [peer])),
            "urls": .urls(
                ["http://192.168.0.9:8080", "https://192.168.0.9:8443"],
                secure: ["https://192.168.0.9:8443"]
            ),
            "presence of pages": .presence(Presence(changed: pages)),
            "presence of a device that left": .presence(Presence(left: [peer])),
            "offer": .offer(from: me, call: call, sdp: sdp),
            "answer": .answer(from: me, call: call, sdp: sdp),
            "candidate": .candidate(
                from: me,
                call: call,
                IceCandidate(candidate: candidate, mid: "0", line: 0, ufrag: "aB+/")
            ),
            "end of candidates": .candidate(
                from: me,
                call: call,
                IceCandidate(candidate: "", mid: nil, line: nil, ufrag: nil)
            ),
            "relay-request": .relayRequest(from: me, call: call),
            "error from a device": .peerError(
                from: me,
                call: call,
                code: .callDeclined,
                message: "He said \"no\"\n\t\\ \u{1}"
            ),
            "end": .end(from: me),
            "turn": .turn(
                peer: peer,
                iceServers: [
                    IceServer(
                        urls: [
                            "turn:192.168.0.2:3478?transport=udp", "turn:192.168.0.2:3478?transport=tcp",
                        ],
                        username: username,
                        credential: credential
                    )
                ],
                seconds: 43_200
            ),
            "turn without servers": .turn(peer: peer, iceServers: [], seconds: 0),
            "relay-ready": .relayReady(
                relayReady(bytes: 0, key: RelayKey(Base64URL.encode([4] + (192...255).reversed())))
            ),
            "relay-ready in the clear": .relayReady(relayReady(bytes: 1_000_000, key: nil)),
            "code": .code("7-amber-canoe", expires: 600),
            "code-joined": .codeJoined(peer: other),
            "code-ended": .codeEnded(.wrongGuess),
            "error of the server": .error(ErrorReport(.rateLimited, "More than 50 messages a second")),
            "error of the server about a call": .error(
                ErrorReport(.peerNotFound, "This device is not there", peer: peer, call: call)
            ),
            "pong": .pong,
        ]
    }

    @Test("Every message is written as the fixtures have it")
    func written() throws {
        let fixtures = try Fixtures.load("server-valid.json", as: Fixtures.Valid.self)
        #expect(Set(fixtures.map(\.name)) == Set(messages.keys))
        for fixture in fixtures {
            var buffer = ByteBuffer(string: "before")
            try #require(messages[fixture.name]).encode(into: &buffer)
            #expect(buffer.readString(length: 6) == "before")
            #expect(try JSONValue(text: buffer) == fixture.message, "\(fixture.name)")
        }
    }

    @Test("Every message of the fixtures is read as what was written")
    func read() throws {
        for fixture in try Fixtures.load("server-valid.json", as: Fixtures.Valid.self) {
            #expect(try ServerMessage.decode(fixture.message.encoded()) == messages[fixture.name], "\(fixture.name)")
        }
    }

    @Test("Every invalid message of the fixtures is refused, with the field that is wrong")
    func invalid() throws {
        for fixture in try Fixtures.load("server-invalid.json", as: Fixtures.Ignored.self) {
            let error = #expect(throws: MessageError.self, "\(fixture.name)") {
                try ServerMessage.decode(ByteBuffer(string: fixture.text))
            }
            #expect(error?.field == fixture.field, "\(fixture.name)")
        }
    }

    @Test("An error says where in a nested value it is")
    func nestedErrors() {
        let text = #"{"type":"presence","joined":[],"changed":[{"id":"\#(me)","name":7}],"left":[]}"#
        let error = #expect(throws: MessageError.self) { try ServerMessage.decode(ByteBuffer(string: text)) }
        #expect(error?.message == "`changed[0].name` is not a string")
    }

    @Test("An error that only a newer server or device knows is kept, and only a code is one")
    func unknownErrors() throws {
        func text(_ code: String, _ origin: String = "") -> ByteBuffer {
            ByteBuffer(string: #"{"type":"error",\#(origin)"code":"\#(code)","message":"Refill"}"#)
        }
        let origin = #""from":"\#(me)","call":"\#(call.text)","#
        for name in ["OUT_OF_PAPER", "ROOM_FULL", String(repeating: "A", count: 64)] {
            let code = try #require(ErrorCode(rawValue: name))
            #expect(try ServerMessage.decode(text(name)) == .error(ErrorReport(code, "Refill")))
            #expect(
                try ServerMessage.decode(text(name, origin))
                    == .peerError(from: me, call: call, code: code, message: "Refill")
            )
        }
        for name in ["", "OUT OF PAPER", "Busy", "É", "E1", String(repeating: "A", count: 65)] {
            for origin in ["", origin] {
                let error = #expect(throws: MessageError.self) { try ServerMessage.decode(text(name, origin)) }
                #expect(error?.field == "code")
            }
        }
    }

    @Test("The codes of this version are different, and each is read")
    func knownErrors() {
        #expect(Set(ErrorCode.allCases).count == ErrorCode.allCases.count)
        #expect(ErrorCode.allCases.allSatisfy { ErrorCode(rawValue: $0.rawValue) == $0 })
    }

    @Test("A device that says its fields in another order, twice, or beside unknown ones is read")
    func loose() throws {
        let text = """
            {"peer": null, "peer": {"via": "code", "future": [{"id": 1}], "availability": "busy", "webrtc": true,
            "webrtc": false,
            "kind": "desktop", "n\\u0061me": "K\\u00fcche \\ud83e\\udd56", "id": "\(peer)"},
            "type": "code-joined"}
            """
        #expect(try ServerMessage.decode(ByteBuffer(string: text)) == .codeJoined(peer: other))
    }

    @Test("A name that a server did not clean is cleaned")
    func names() throws {
        let text =
            #"{"type":"code-joined","peer":{"id":"\#(peer)","name":"a\u202eb","kind":"phone","webrtc":true,"#
            + #""availability":"open","via":"code"}}"#
        guard case .codeJoined(let peer) = try ServerMessage.decode(ByteBuffer(string: text)) else {
            Issue.record("it is another message")
            return
        }
        #expect(peer.profile.name.text == "ab")
    }

    @Test("4,096 devices are read, one more is refused")
    func crowd() throws {
        let full = Presence(left: Array(repeating: me, count: SignalingLimits.devices))
        var buffer = ByteBuffer()
        ServerMessage.presence(full).encode(into: &buffer)
        #expect(try ServerMessage.decode(buffer) == .presence(full))
        buffer.clear()
        ServerMessage.presence(Presence(left: full.left + [me])).encode(into: &buffer)
        let error = #expect(throws: MessageError.self) { try ServerMessage.decode(buffer) }
        #expect(error?.message == "`left` has more than 4096 elements")
    }

    @Test("A message damaged anywhere is read or refused, never anything else")
    func damaged() throws {
        let replacements = Array("\"\\{}[],:0-e\u{0}".utf8) + [0xFF, 0x80]
        for fixture in try Fixtures.load("server-valid.json", as: Fixtures.Valid.self) {
            let whole = Array(try fixture.message.encoded().readableBytesView)
            for position in whole.indices {
                _ = try? ServerMessage.decode(ByteBuffer(bytes: whole[..<position]))
                // Only one replacement at each place, and another one at the next, because a welcome is long.
                var damaged = whole
                damaged[position] = replacements[position % replacements.count]
                _ = try? ServerMessage.decode(ByteBuffer(bytes: damaged))
            }
        }
    }

    @Test("An id has one text form, and only that one is read")
    func identifiers() throws {
        #expect(DeviceID("AAECAwQFBgcICQoLDA0ODw")?.description == "AAECAwQFBgcICQoLDA0ODw")
        // The same bits with other padding bits behind them.
        #expect(DeviceID("AAECAwQFBgcICQoLDA0ODx") == nil)
    }
}
