import NIOCore
import Signaling

/// Checks that a decoded message is within the limits of docs/protocol.md, and that the error for any other fits into a
/// message.
func checkSignalingMessage(_ bytes: [UInt8]) {
    do {
        let message = try ClientMessage.decode(ByteBuffer(bytes: bytes))
        checkLimits(of: message)
    } catch {
        precondition(error.message.utf8.count <= SignalingLimits.errorMessageBytes, "an error says too much")
    }
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

private func check(_ to: DeviceID, _ call: CallID) {
    precondition(DeviceID(to.description) == to, "an ID has a second text")
    precondition(CallID(call.text) == call, "a call has no name")
}

private func checkLength(_ text: String?, atMost limit: Int) {
    precondition((text?.utf8.count ?? 0) <= limit, "a string is longer than the protocol allows")
}
