package import NIOCore

extension ClientMessage {
    /// Reads a message of a device from the readable bytes of `buffer`, which may be anything. Throws the error to
    /// report to the device.
    package static func decode(_ buffer: ByteBuffer) throws(MessageError) -> ClientMessage {
        let object = try JSONReader.message(in: buffer, atMost: SignalingLimits.messageBytes)
        return switch try Form.type.read(object) {
        case .hello: try Form.hello.read(object)
        case .update: try Form.update.read(object)
        case .offer: try Form.offer.read(object)
        case .answer: try Form.answer.read(object)
        case .candidate: try Form.candidate.read(object)
        case .turnRequest: try Form.turnRequest.read(object)
        case .relayRequest: try Form.relayRequest.read(object)
        case .relayAccept: try Form.relayAccept.read(object)
        case .path: try Form.path.read(object)
        case .error: try Form.error.read(object)
        case .end: try Form.end.read(object)
        case .codeCreate: try Form.codeCreate.read(object)
        case .codeCancel: try Form.codeCancel.read(object)
        case .codeJoin: try Form.codeJoin.read(object)
        case .ping: try Form.ping.read(object)
        case .bye: try Form.bye.read(object)
        }
    }

    /// Appends the message as JSON to `buffer`. Limits are not checked here: a server refuses a message beyond them.
    package func encode(into buffer: inout ByteBuffer) {
        JSONWriter.append(to: &buffer) { writer in
            switch self {
            case .hello(let hello): Form.hello.write(hello, to: &writer)
            case .update(let name, let availability): Form.update.write(name, availability, to: &writer)
            case .offer(let to, let call, let sdp): Form.offer.write(to, call, sdp, to: &writer)
            case .answer(let to, let call, let sdp): Form.answer.write(to, call, sdp, to: &writer)
            case .candidate(let to, let call, let candidate): Form.candidate.write(to, call, candidate, to: &writer)
            case .turnRequest(let to): Form.turnRequest.write(to, to: &writer)
            case .relayRequest(let to, let call, let key): Form.relayRequest.write(to, call, key, to: &writer)
            case .relayAccept(let to, let call, let key): Form.relayAccept.write(to, call, key, to: &writer)
            case .path(let to, let report): Form.path.write(to, report, to: &writer)
            case .error(let to, let call, let code, let message): Form.error.write(to, call, code, message, to: &writer)
            case .end(let to): Form.end.write(to, to: &writer)
            case .codeCreate: Form.codeCreate.write(to: &writer)
            case .codeCancel: Form.codeCancel.write(to: &writer)
            case .codeJoin(let code): Form.codeJoin.write(code, to: &writer)
            case .ping: Form.ping.write(to: &writer)
            case .bye: Form.bye.write(to: &writer)
            }
        }
    }
}

/// The types of the messages of a device.
enum ClientMessageType: String {
    case hello, update, offer, answer, candidate, path, error, end, ping, bye
    case turnRequest = "turn-request"
    case relayRequest = "relay-request"
    case relayAccept = "relay-accept"
    case codeCreate = "code-create"
    case codeCancel = "code-cancel"
    case codeJoin = "code-join"
}

/// The form of each message in the table 'Client to server' of docs/protocol.md.
private enum Form {
    static let type = Fields(.type, JSONForm<ClientMessageType>.word("is not a type of message a client sends"))
    static let to = Fields(.to, .deviceID)
    static let call = Fields(.call, .callID)
    static let sdp = Fields(.sdp, .text(atMost: SignalingLimits.sdpBytes))
    static let key = Fields.optional(.key, .relayKey)

    static let hello = form(.hello, ClientMessage.Hello.fields, make: ClientMessage.hello)
    static let update = form(
        .update,
        Fields.optional(.name, .rawName),
        Fields.optional(.availability, .choice),
        make: ClientMessage.update
    )
    static let offer = form(.offer, to, call, sdp, make: ClientMessage.offer)
    static let answer = form(.answer, to, call, sdp, make: ClientMessage.answer)
    static let candidate = form(.candidate, to, call, IceCandidate.fields, make: ClientMessage.candidate)
    static let turnRequest = form(.turnRequest, to, make: ClientMessage.turnRequest)
    static let relayRequest = form(.relayRequest, to, call, key, make: ClientMessage.relayRequest)
    static let relayAccept = form(.relayAccept, to, call, key, make: ClientMessage.relayAccept)
    static let path = form(.path, to, PathReport.fields, make: ClientMessage.path)
    static let error = form(
        .error,
        to,
        call,
        Fields(.code, .deviceErrorCode),
        Fields(.message, .text(atMost: SignalingLimits.errorMessageBytes)),
        make: ClientMessage.error
    )
    static let end = form(.end, to, make: ClientMessage.end)
    static let codeCreate = form(.codeCreate) { .codeCreate }
    static let codeCancel = form(.codeCancel) { .codeCancel }
    static let codeJoin = form(
        .codeJoin,
        Fields(.code, .text(atMost: SignalingLimits.codeBytes)),
        make: ClientMessage.codeJoin
    )
    static let ping = form(.ping) { .ping }
    static let bye = form(.bye) { .bye }

    private static func form<each Part>(
        _ type: ClientMessageType,
        _ parts: repeat Fields<each Part>,
        make: @escaping @Sendable (repeat each Part) -> ClientMessage
    ) -> MessageForm<ClientMessage, repeat each Part> {
        MessageForm(type.rawValue, repeat each parts, make: make)
    }
}

extension ClientMessage.Hello {
    fileprivate static let fields = Fields(
        // The version comes first, because the other fields may differ in another version.
        Fields(.protocol, .clientVersion),
        Fields(.name, .rawName),
        Fields(.kind, .choice),
        Fields(.webrtc, .boolean),
        Fields(.availability, .choice),
        .optional(.token, .text(atMost: SignalingLimits.tokenBytes)),
        .optional(.instance, .pageInstance),
        make: {
            ClientMessage.Hello(name: $1, kind: $2, webrtc: $3, availability: $4, token: $5, instance: $6)
        },
        split: {
            (
                Int64(SignalingLimits.protocolVersion), $0.name, $0.kind, $0.webrtc, $0.availability, $0.token,
                $0.instance
            )
        }
    )
}

extension PathReport {
    fileprivate static let fields = Fields(
        // A path can get better after days. The limit keeps the server's sum of all times within the range of an
        // integer.
        Fields(.elapsed, .count(atMost: SignalingLimits.pathMilliseconds)),
        Fields(.path, .choice),
        .optional(.reason, .knownErrorCode),
        make: { PathReport($1, reason: $2, elapsed: $0) },
        split: { ($0.elapsed, $0.path, $0.reason) }
    )
}
