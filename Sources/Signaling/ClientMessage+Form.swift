package import NIOCore

extension ClientMessage {
    /// Reads a message of a signaling socket: the readable bytes of `buffer`, UTF-8.
    ///
    /// Any bytes may be given. Throws what is to be told to their sender.
    package static func decode(_ buffer: ByteBuffer) throws(MessageError) -> ClientMessage {
        guard buffer.readableBytes <= SignalingLimits.messageBytes else {
            throw .malformed("The message is longer than \(SignalingLimits.messageBytes) bytes")
        }
        let fields = try MessageFields(Array(buffer.readableBytesView))
        switch try fields.type() {
        case .hello: return .hello(try fields.hello())
        case .update: return .update(name: try fields.optionalName(), availability: try fields.optionalAvailability())
        case .offer: return .offer(to: try fields.to(), call: try fields.call(), sdp: try fields.sdp())
        case .answer: return .answer(to: try fields.to(), call: try fields.call(), sdp: try fields.sdp())
        case .candidate: return .candidate(to: try fields.to(), call: try fields.call(), try fields.iceCandidate())
        case .turnRequest: return .turnRequest(to: try fields.to())
        case .relayRequest:
            return .relayRequest(to: try fields.to(), call: try fields.call(), key: try fields.optionalKey())
        case .relayAccept:
            return .relayAccept(to: try fields.to(), call: try fields.call(), key: try fields.optionalKey())
        case .path: return .path(to: try fields.to(), try fields.pathReport())
        case .error:
            return .error(
                to: try fields.to(),
                call: try fields.call(),
                code: try fields.deviceErrorCode(),
                message: try fields.string(.message, atMost: SignalingLimits.errorMessageBytes)
            )
        case .end: return .end(to: try fields.to())
        case .codeCreate: return .codeCreate
        case .codeCancel: return .codeCancel
        case .codeJoin: return .codeJoin(code: try fields.string(.code, atMost: SignalingLimits.codeBytes))
        case .ping: return .ping
        case .bye: return .bye
        }
    }
}

/// The types a client may send.
enum ClientMessageType: String {
    case hello
    case update
    case offer
    case answer
    case candidate
    case turnRequest = "turn-request"
    case relayRequest = "relay-request"
    case relayAccept = "relay-accept"
    case path
    case error
    case end
    case codeCreate = "code-create"
    case codeCancel = "code-cancel"
    case codeJoin = "code-join"
    case ping
    case bye
}

extension MessageFields {
    fileprivate func type() throws(MessageError) -> ClientMessageType {
        guard let type = ClientMessageType(rawValue: try string(.type, atMost: SignalingLimits.callBytes)) else {
            throw .field("type", "is not a type of message a client sends")
        }
        return type
    }

    fileprivate func hello() throws(MessageError) -> ClientMessage.Hello {
        // First of all: in another version the other fields may look otherwise.
        let version = try integer(.protocol)
        guard version == SignalingLimits.protocolVersion else { throw .version(version) }
        return ClientMessage.Hello(
            name: DeviceName(cleaning: try string(.name, atMost: SignalingLimits.rawNameBytes)),
            kind: try choice(.kind),
            webrtc: try boolean(.webrtc),
            availability: try choice(.availability),
            token: try optionalString(.token, atMost: SignalingLimits.tokenBytes),
            instance: try optionalInstance()
        )
    }

    private func optionalInstance() throws(MessageError) -> PageInstance? {
        guard let text = try optionalString(.instance, atMost: PageInstance.textLength) else { return nil }
        guard let instance = PageInstance(text) else {
            throw .field("instance", "is not \(PageInstance.textLength) characters of A-Z, a-z, 0-9, - and _")
        }
        return instance
    }

    fileprivate func optionalName() throws(MessageError) -> DeviceName? {
        try optionalString(.name, atMost: SignalingLimits.rawNameBytes).map(DeviceName.init(cleaning:))
    }

    fileprivate func optionalAvailability() throws(MessageError) -> Availability? {
        has(.availability) ? try choice(.availability) : nil
    }

    fileprivate func to() throws(MessageError) -> DeviceID {
        guard let id = DeviceID(try string(.to, atMost: DeviceID.textLength)) else {
            throw .field("to", "is not the id of a device")
        }
        return id
    }

    fileprivate func call() throws(MessageError) -> CallID {
        guard let call = CallID(try string(.call, atMost: SignalingLimits.callBytes)) else {
            throw .field("call", "is not 1 to \(SignalingLimits.callBytes) characters of A-Z, a-z, 0-9, - and _")
        }
        return call
    }

    fileprivate func sdp() throws(MessageError) -> String {
        try string(.sdp, atMost: SignalingLimits.sdpBytes)
    }

    fileprivate func iceCandidate() throws(MessageError) -> IceCandidate {
        IceCandidate(
            candidate: try string(.candidate, atMost: SignalingLimits.candidateBytes),
            mid: try optionalString(.mid, atMost: SignalingLimits.midBytes),
            line: try optionalLine(),
            ufrag: try optionalString(.ufrag, atMost: SignalingLimits.ufragBytes)
        )
    }

    private func optionalLine() throws(MessageError) -> UInt16? {
        guard has(.line) else { return nil }
        guard let line = UInt16(exactly: try integer(.line)) else { throw .field("line", "is not 0 to 65,535") }
        return line
    }

    fileprivate func optionalKey() throws(MessageError) -> RelayKey? {
        guard let text = try optionalString(.key, atMost: RelayKey.textLength) else { return nil }
        guard let key = RelayKey(text) else {
            throw .field("key", "is not \(RelayKey.byteCount) bytes in base64url")
        }
        return key
    }

    fileprivate func pathReport() throws(MessageError) -> PathReport {
        let elapsed = try integer(.elapsed)
        guard elapsed >= 0 else { throw .field("elapsed", "is less than 0") }
        return PathReport(
            try choice(.path),
            reason: has(.reason) ? try errorCode(.reason) : nil,
            // A path can get better after days. What is counted must not add up to more than a number holds.
            elapsed: Int(min(elapsed, Int64(SignalingLimits.pathMilliseconds)))
        )
    }

    private func errorCode(_ name: Name) throws(MessageError) -> ErrorCode {
        guard let code = ErrorCode(rawValue: try string(name, atMost: SignalingLimits.callBytes)) else {
            throw .field(name.rawValue, "is not an error of this protocol")
        }
        return code
    }

    fileprivate func deviceErrorCode() throws(MessageError) -> ErrorCode {
        guard let code = ErrorCode(rawValue: try string(.code, atMost: SignalingLimits.callBytes)), code.isForDevices
        else { throw .field("code", "is not an error a device reports") }
        return code
    }
}
