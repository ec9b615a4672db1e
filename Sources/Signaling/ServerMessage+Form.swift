package import NIOCore

extension ServerMessage {
    /// Reads a message of a server from the readable bytes of `buffer`, which may be anything.
    ///
    /// A device ignores a message for which this throws, because a newer server may send messages it does not know.
    package static func decode(_ buffer: ByteBuffer) throws(MessageError) -> ServerMessage {
        let object = try JSONReader.message(in: buffer, atMost: SignalingLimits.serverMessageBytes)
        return switch try Form.type.read(object) {
        case .welcome: try Form.welcome.read(object)
        case .presence: try Form.presence.read(object)
        case .urls: try Form.urls.read(object)
        case .offer: try Form.offer.read(object)
        case .answer: try Form.answer.read(object)
        case .candidate: try Form.candidate.read(object)
        case .relayRequest: try Form.relayRequest.read(object)
        case .end: try Form.end.read(object)
        case .turn: try Form.turn.read(object)
        case .relayReady: try Form.relayReady.read(object)
        case .code: try Form.code.read(object)
        case .codeJoined: try Form.codeJoined.read(object)
        case .codeEnded: try Form.codeEnded.read(object)
        // A device's error has `from`; the server's has not.
        case .error: try object.has(.from) ? Form.peerError.read(object) : Form.error.read(object)
        case .pong: try Form.pong.read(object)
        }
    }

    /// Appends the message as JSON to `buffer`.
    package func encode(into buffer: inout ByteBuffer) {
        JSONWriter.append(to: &buffer) { writer in
            switch self {
            case .welcome(let welcome): Form.welcome.write(welcome, to: &writer)
            case .presence(let presence): Form.presence.write(presence, to: &writer)
            case .urls(let urls, let secure): Form.urls.write(urls, secure, to: &writer)
            case .offer(let from, let call, let sdp): Form.offer.write(from, call, sdp, to: &writer)
            case .answer(let from, let call, let sdp): Form.answer.write(from, call, sdp, to: &writer)
            case .candidate(let from, let call, let candidate):
                Form.candidate.write(from, call, candidate, to: &writer)
            case .relayRequest(let from, let call): Form.relayRequest.write(from, call, to: &writer)
            case .peerError(let from, let call, let code, let message):
                Form.peerError.write(from, call, code, message, to: &writer)
            case .end(let from): Form.end.write(from, to: &writer)
            case .turn(let peer, let iceServers, let seconds): Form.turn.write(peer, iceServers, seconds, to: &writer)
            case .relayReady(let ready): Form.relayReady.write(ready, to: &writer)
            case .code(let code, let expires): Form.code.write(code, expires, to: &writer)
            case .codeJoined(let peer): Form.codeJoined.write(peer, to: &writer)
            case .codeEnded(let reason): Form.codeEnded.write(reason, to: &writer)
            case .error(let report): Form.error.write(report, to: &writer)
            case .pong: Form.pong.write(to: &writer)
            }
        }
    }
}

/// The types of the messages of a server.
enum ServerMessageType: String {
    case welcome, presence, urls, offer, answer, candidate, error, end, turn, code, pong
    case relayRequest = "relay-request"
    case relayReady = "relay-ready"
    case codeJoined = "code-joined"
    case codeEnded = "code-ended"
}

/// The form of each message in the table 'Server to client' of docs/protocol.md.
private enum Form {
    static let type = Fields(.type, JSONForm<ServerMessageType>.word("is not a type of message a server sends"))
    static let from = Fields(.from, .deviceID)
    static let peer = Fields(.peer, .deviceID)
    static let call = Fields(.call, .callID)
    static let sdp = Fields(.sdp, .text(atMost: SignalingLimits.sdpBytes))

    static let welcome = form(.welcome, Welcome.fields, make: ServerMessage.welcome)
    static let presence = form(.presence, Presence.fields, make: ServerMessage.presence)
    static let urls = form(.urls, Fields(.urls, .urls), Fields(.secureUrls, .urls), make: ServerMessage.urls)
    static let offer = form(.offer, from, call, sdp, make: ServerMessage.offer)
    static let answer = form(.answer, from, call, sdp, make: ServerMessage.answer)
    static let candidate = form(.candidate, from, call, IceCandidate.fields, make: ServerMessage.candidate)
    static let relayRequest = form(.relayRequest, from, call, make: ServerMessage.relayRequest)
    static let peerError = form(
        .error,
        from,
        call,
        Fields(.code, .errorCode),
        Fields(.message, .text(atMost: SignalingLimits.errorMessageBytes)),
        make: ServerMessage.peerError
    )
    static let end = form(.end, from, make: ServerMessage.end)
    static let turn = form(
        .turn,
        peer,
        Fields(.iceServers, .iceServers),
        Fields(.seconds, .count()),
        make: ServerMessage.turn
    )
    static let relayReady = form(.relayReady, RelayReady.fields, make: ServerMessage.relayReady)
    static let code = form(
        .code,
        Fields(.code, .text(atMost: SignalingLimits.codeBytes)),
        Fields(.expires, .count()),
        make: ServerMessage.code
    )
    static let codeJoined = form(.codeJoined, Fields(.peer, .device), make: ServerMessage.codeJoined)
    static let codeEnded = form(.codeEnded, Fields(.reason, .choice), make: ServerMessage.codeEnded)
    static let error = form(.error, ErrorReport.fields, make: ServerMessage.error)
    static let pong = form(.pong) { .pong }

    private static func form<each Part>(
        _ type: ServerMessageType,
        _ parts: repeat Fields<each Part>,
        make: @escaping @Sendable (repeat each Part) -> ServerMessage
    ) -> MessageForm<ServerMessage, repeat each Part> {
        MessageForm(type.rawValue, repeat each parts, make: make)
    }
}

extension Welcome {
    fileprivate static let fields = Fields(
        Fields(.protocol, .serverVersion),
        Fields(.id, .deviceID),
        Fields(.token, .text(atMost: SignalingLimits.tokenBytes)),
        Fields(.you, .device),
        Fields(.room, .object(RoomDescription.fields)),
        Fields(.devices, .devices),
        Fields(.server, .object(ServerDescription.fields)),
        make: { (_, id, token, you, room, devices, server) throws(MessageError) in
            guard id == you.profile.id else { throw .field(.id, "is not the id of `you`") }
            return Welcome(you: you.profile, token: token, room: room, devices: devices, server: server)
        },
        split: {
            (
                Int64(SignalingLimits.protocolVersion), $0.you.id, $0.token, Device($0.you, via: .room), $0.room,
                $0.devices, $0.server
            )
        }
    )
}

extension Presence {
    fileprivate static let fields = Fields(
        Fields(.joined, .devices),
        Fields(.changed, .devices),
        Fields(.left, .array(of: .deviceID, atMost: SignalingLimits.devices)),
        make: { Presence(joined: $0, changed: $1, left: $2) },
        split: { ($0.joined, $0.changed, $0.left) }
    )
}

extension RoomDescription {
    fileprivate static let fields = Fields(
        Fields(.kind, .choice),
        .nullable(.reason, .choice),
        make: { RoomDescription(kind: $0, reason: $1) },
        split: { ($0.kind, $0.reason) }
    )
}

extension ServerDescription {
    fileprivate static let fields = Fields(
        Fields(.version, .text(atMost: SignalingLimits.versionBytes)),
        Fields(.urls, .urls),
        Fields(.secureUrls, .urls),
        Fields(.relay, .boolean),
        Fields(.turn, .boolean),
        .nullable(.probe, .object(IceServer.fields)),
        Fields(.iceServers, .iceServers),
        Fields(.publicGrouping, .boolean),
        Fields(.ownAuthority, .boolean),
        make: {
            ServerDescription(
                version: $0,
                urls: $1,
                secureUrls: $2,
                relay: $3,
                turn: $4,
                probe: $5,
                iceServers: $6,
                publicGrouping: $7,
                ownAuthority: $8
            )
        },
        split: {
            (
                $0.version, $0.urls, $0.secureUrls, $0.relay, $0.turn, $0.probe, $0.iceServers, $0.publicGrouping,
                $0.ownAuthority
            )
        }
    )
}

extension IceServer {
    fileprivate static let fields = Fields(
        Fields(.urls, .array(of: .url, atMost: SignalingLimits.iceServers)),
        .optional(.username, .text(atMost: SignalingLimits.credentialBytes)),
        .optional(.credential, .text(atMost: SignalingLimits.credentialBytes)),
        make: { IceServer(urls: $0, username: $1, credential: $2) },
        split: { ($0.urls, $0.username, $0.credential) }
    )
}

extension RelayReady {
    fileprivate static let fields = Fields(
        Fields(.peer, .deviceID),
        Fields(.call, .callID),
        Fields(.token, .random(characters: RelayReady.tokenLength)),
        Fields(.bytes, .count()),
        Fields(.pairing, .random(characters: RelayReady.pairingLength)),
        .nullable(.key, .relayKey),
        make: { RelayReady(peer: $0, call: $1, token: $2, bytes: $3, pairing: $4, key: $5) },
        split: { ($0.peer, $0.call, $0.token, $0.bytes, $0.pairing, $0.key) }
    )
}

extension ErrorReport {
    fileprivate static let fields = Fields(
        Fields(.code, .errorCode),
        Fields(.message, .text(atMost: SignalingLimits.errorMessageBytes)),
        .optional(.peer, .deviceID),
        .optional(.call, .callID),
        make: { ErrorReport($0, $1, peer: $2, call: $3) },
        split: { ($0.code, $0.message, $0.peer, $0.call) }
    )
}

extension JSONForm where Value == String {
    fileprivate static var url: JSONForm { text(atMost: SignalingLimits.urlBytes) }
}

extension JSONForm where Value == [String] {
    fileprivate static var urls: JSONForm { array(of: .url, atMost: SignalingLimits.urls) }
}

extension JSONForm where Value == [IceServer] {
    fileprivate static var iceServers: JSONForm {
        array(of: .object(IceServer.fields), atMost: SignalingLimits.iceServers)
    }
}
