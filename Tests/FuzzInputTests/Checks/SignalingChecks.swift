import NIOCore
import Signaling

/// Checks that a decoded message of a device is within the limits of docs/protocol.md and reads the same when it is
/// written again. For other bytes it checks that the error fits into a message.
func checkClientMessage(_ bytes: [UInt8]) {
    do {
        let message = try ClientMessage.decode(ByteBuffer(bytes: bytes))
        checkLimits(of: message)
        var written = ByteBuffer()
        message.encode(into: &written)
        precondition((try? ClientMessage.decode(written)) == message, "a message is written as another one")
    } catch {
        check(error)
    }
}

/// Checks the same of a message of a server.
func checkServerMessage(_ bytes: [UInt8]) {
    do {
        let message = try ServerMessage.decode(ByteBuffer(bytes: bytes))
        checkLimits(of: message)
        var written = ByteBuffer()
        message.encode(into: &written)
        precondition((try? ServerMessage.decode(written)) == message, "a message is written as another one")
    } catch {
        check(error)
    }
}

private func check(_ error: MessageError) {
    precondition(error.message.utf8.count <= SignalingLimits.errorMessageBytes, "an error says too much")
    precondition(error.field.map(error.message.contains) ?? true, "an error does not name its field")
}

/// Checks that a cleaned name has a valid length, and that cleaning it again changes nothing.
func checkDeviceName(_ bytes: [UInt8]) {
    check(DeviceName(cleaning: text(bytes)))
}

private func check(_ name: DeviceName) {
    precondition((1...SignalingLimits.nameBytes).contains(name.text.utf8.count), "a name has a wrong length")
    precondition(DeviceName(cleaning: name.text) == name, "cleaning a clean name changes it")
}

private func checkLimits(of message: ClientMessage) {
    switch message {
    case .hello(let hello):
        check(hello.name)
        checkLength(hello.token, atMost: SignalingLimits.tokenBytes)
    case .update(let name, _):
        name.map(check)
    case .offer(let to, let call, let sdp), .answer(let to, let call, let sdp):
        check(to, call)
        checkLength(sdp, atMost: SignalingLimits.sdpBytes)
    case .candidate(let to, let call, let candidate):
        check(to, call)
        checkLength(candidate.candidate, atMost: SignalingLimits.candidateBytes)
        checkLength(candidate.mid, atMost: SignalingLimits.midBytes)
        checkLength(candidate.ufrag, atMost: SignalingLimits.ufragBytes)
    case .relayRequest(let to, let call, let key), .relayAccept(let to, let call, let key):
        check(to, call)
        precondition(key?.text.utf8.count ?? RelayKey.textLength == RelayKey.textLength, "a key has a wrong length")
    case .error(let to, let call, let code, let message):
        check(to, call)
        precondition(code.isForDevices, "a device reports an error of the server")
        checkLength(message, atMost: SignalingLimits.errorMessageBytes)
    case .path(let to, let report):
        precondition(DeviceID(to.description) == to, "an ID has a second text")
        precondition((0...SignalingLimits.pathMilliseconds).contains(report.elapsed), "a path took too long")
    case .end(let to), .turnRequest(let to):
        precondition(DeviceID(to.description) == to, "an ID has a second text")
    case .codeJoin(let code):
        checkLength(code, atMost: SignalingLimits.codeBytes)
    case .codeCreate, .codeCancel, .ping, .bye:
        break
    }
}

private func checkLimits(of message: ServerMessage) {
    switch message {
    case .welcome(let welcome):
        check([Device(welcome.you, via: .room)] + welcome.devices)
        checkLength(welcome.token, atMost: SignalingLimits.tokenBytes)
        check(welcome.server.iceServers)
        precondition(welcome.server.urls.count <= SignalingLimits.urls, "there are too many addresses")
    case .presence(let presence):
        check(presence.joined + presence.changed)
        precondition(presence.left.count <= SignalingLimits.devices, "there are too many devices")
    case .urls(let urls, let secure):
        precondition(max(urls.count, secure.count) <= SignalingLimits.urls, "there are too many addresses")
    case .offer(let from, let call, let sdp), .answer(let from, let call, let sdp):
        check(from, call)
        checkLength(sdp, atMost: SignalingLimits.sdpBytes)
    case .candidate(let from, let call, let candidate):
        check(from, call)
        checkLength(candidate.candidate, atMost: SignalingLimits.candidateBytes)
    case .relayRequest(let from, let call):
        check(from, call)
    case .peerError(let from, let call, let code, let message):
        check(from, call)
        checkLength(code.rawValue, atMost: SignalingLimits.errorCodeBytes)
        checkLength(message, atMost: SignalingLimits.errorMessageBytes)
    case .turn(_, let iceServers, let seconds):
        check(iceServers)
        precondition(seconds >= 0, "servers are good for less than no time")
    case .relayReady(let ready):
        check(ready.peer, ready.call)
        precondition(ready.bytes >= 0, "a pairing may send less than nothing")
    case .codeJoined(let peer):
        check([peer])
    case .error(let report):
        checkLength(report.code.rawValue, atMost: SignalingLimits.errorCodeBytes)
        checkLength(report.message, atMost: SignalingLimits.errorMessageBytes)
    case .end, .code, .codeEnded, .pong:
        break
    }
}

private func check(_ devices: [Device]) {
    precondition(devices.count <= 1 + 2 * SignalingLimits.devices, "there are too many devices")
    for device in devices { check(device.profile.name) }
}

private func check(_ servers: [IceServer]) {
    precondition(servers.count <= SignalingLimits.iceServers, "there are too many servers")
    for server in servers {
        precondition(server.urls.count <= SignalingLimits.iceServers, "a server has too many addresses")
        checkLength(server.credential, atMost: SignalingLimits.credentialBytes)
    }
}

private func check(_ to: DeviceID, _ call: CallID) {
    precondition(DeviceID(to.description) == to, "an ID has a second text")
    precondition(CallID(call.text) == call, "a call has no name")
}

private func checkLength(_ text: String?, atMost limit: Int) {
    precondition((text?.utf8.count ?? 0) <= limit, "a string is longer than the protocol allows")
}
