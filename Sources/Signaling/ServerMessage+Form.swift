package import NIOCore

extension ServerMessage {
    /// Appends the message as JSON to `buffer`.
    package func encode(into buffer: inout ByteBuffer) {
        var writer = JSONWriter(buffer: buffer)
        // A second reference would make the writer copy what is there already.
        buffer = ByteBuffer()
        writer.beginObject()
        writeMembers(to: &writer)
        writer.endObject()
        buffer = writer.buffer
    }

    private func writeMembers(to writer: inout JSONWriter) {
        switch self {
        case .welcome(let welcome):
            writer.member("type", string: "welcome")
            welcome.writeMembers(to: &writer)
        case .presence(let presence):
            writer.member("type", string: "presence")
            presence.writeMembers(to: &writer)
        case .urls(let urls, let secureUrls):
            writer.member("type", string: "urls")
            writer.member("urls", strings: urls)
            writer.member("secureUrls", strings: secureUrls)
        case .offer(let from, let call, let sdp):
            writer.peerMessage("offer", from: from, call: call)
            writer.member("sdp", string: sdp)
        case .answer(let from, let call, let sdp):
            writer.peerMessage("answer", from: from, call: call)
            writer.member("sdp", string: sdp)
        case .candidate(let from, let call, let candidate):
            writer.peerMessage("candidate", from: from, call: call)
            candidate.writeMembers(to: &writer)
        case .relayRequest(let from, let call):
            writer.peerMessage("relay-request", from: from, call: call)
        case .peerError(let from, let call, let code, let message):
            writer.peerMessage("error", from: from, call: call)
            writer.member("code", string: code.rawValue)
            writer.member("message", string: message)
        case .end(let from):
            writer.member("type", string: "end")
            writer.member("from", string: from.description)
        case .turn(let peer, let iceServers, let seconds):
            writer.member("type", string: "turn")
            writer.member("peer", string: peer.description)
            writer.member("iceServers", iceServers: iceServers)
            writer.member("seconds", integer: seconds)
        case .relayReady(let ready):
            writer.member("type", string: "relay-ready")
            ready.writeMembers(to: &writer)
        case .code(let code, let expires):
            writer.member("type", string: "code")
            writer.member("code", string: code)
            writer.member("expires", integer: expires)
        case .codeJoined(let peer):
            writer.member("type", string: "code-joined")
            writer.key("peer")
            writer.device(peer)
        case .codeEnded(let reason):
            writer.member("type", string: "code-ended")
            writer.member("reason", string: reason.rawValue)
        case .error(let report):
            writer.member("type", string: "error")
            report.writeMembers(to: &writer)
        case .pong:
            writer.member("type", string: "pong")
        }
    }
}

extension JSONWriter {
    fileprivate mutating func peerMessage(_ type: String, from: DeviceID, call: CallID) {
        member("type", string: type)
        member("from", string: from.description)
        member("call", string: call.text)
    }

    fileprivate mutating func device(_ device: Device) {
        raw(device.profile.json(via: device.via))
    }

    fileprivate mutating func member(_ key: StaticString, iceServers: [IceServer]) {
        self.key(key)
        beginArray()
        for server in iceServers {
            iceServer(server)
        }
        endArray()
    }

    fileprivate mutating func iceServer(_ server: IceServer) {
        beginObject()
        member("urls", strings: server.urls)
        if let username = server.username {
            member("username", string: username)
        }
        if let credential = server.credential {
            member("credential", string: credential)
        }
        endObject()
    }

    fileprivate mutating func member(_ key: StaticString, devices: [Device]) {
        self.key(key)
        beginArray()
        reserve(devices.reduce(0) { $0 + $1.profile.jsonBytes + 1 })
        for device in devices {
            self.device(device)
        }
        endArray()
    }
}

extension Welcome {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("protocol", integer: SignalingLimits.protocolVersion)
        writer.member("id", string: you.id.description)
        writer.member("token", string: token)
        writer.key("you")
        writer.device(Device(you, via: .room))
        writer.key("room")
        writer.beginObject()
        writer.member("kind", string: room.kind.rawValue)
        writer.member("reason", optional: room.reason?.rawValue)
        writer.endObject()
        writer.member("devices", devices: devices)
        writer.key("server")
        writer.beginObject()
        server.writeMembers(to: &writer)
        writer.endObject()
    }
}

extension ServerDescription {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("version", string: version)
        writer.member("urls", strings: urls)
        writer.member("secureUrls", strings: secureUrls)
        writer.member("relay", boolean: relay)
        writer.member("turn", boolean: turn)
        writer.key("probe")
        if let probe {
            writer.iceServer(probe)
        } else {
            writer.null()
        }
        writer.member("iceServers", iceServers: iceServers)
        writer.member("publicGrouping", boolean: publicGrouping)
        writer.member("ownAuthority", boolean: ownAuthority)
    }
}

extension RelayReady {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("peer", string: peer.description)
        writer.member("call", string: call.text)
        writer.member("token", string: token)
        writer.member("bytes", integer: bytes)
        writer.member("pairing", string: pairing)
        writer.member("key", optional: key?.text)
    }
}

extension Presence {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("joined", devices: joined)
        writer.member("changed", devices: changed)
        writer.member("left", strings: left.map(\.description))
    }
}

extension IceCandidate {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("candidate", string: candidate)
        writer.member("mid", optional: mid)
        writer.key("line")
        if let line {
            writer.integer(Int(line))
        } else {
            writer.null()
        }
        writer.member("ufrag", optional: ufrag)
    }
}

extension ErrorReport {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("code", string: code.rawValue)
        writer.member("message", string: message)
        if let peer {
            writer.member("peer", string: peer.description)
        }
        if let call {
            writer.member("call", string: call.text)
        }
    }
}
