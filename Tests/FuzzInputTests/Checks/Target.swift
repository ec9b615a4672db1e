/// A parser of bytes from outside, and what must hold whatever it is given.
package struct Target: Sendable {
    /// Its name on the command line, and that of its folder of saved inputs.
    package let name: String
    /// Stops the process when something does not hold.
    package let check: @Sendable (_ bytes: [UInt8]) -> Void

    /// Every parser there is.
    package static let all = [
        Target(name: "signaling-message", check: checkSignalingMessage),
        Target(name: "candidate", check: checkCandidate),
        Target(name: "device-name", check: checkDeviceName),
        Target(name: "forwarding-headers", check: checkForwardingHeaders),
        Target(name: "forwarded-proto", check: checkForwardedProto),
        Target(name: "host", check: checkHost),
        Target(name: "web-origin", check: checkWebOrigin),
        Target(name: "entity-tags", check: checkEntityTags),
        Target(name: "address", check: checkAddress),
        Target(name: "websocket-handshake", check: checkHandshake),
        Target(name: "websocket-messages", check: checkMessageAssembler),
        Target(name: "relay-frames", check: checkFrameForwarder),
        Target(name: "identity-token", check: checkIdentityToken),
        Target(name: "code-guess", check: checkCodeGuess),
        Target(name: "rendezvous", check: checkRendezvous),
        Target(name: "stun-message", check: checkSTUNMessage),
        Target(name: "stun-stream", check: checkStreamFrames),
        Target(name: "turn-server", check: checkTURNServer),
        Target(name: "network-packet", check: checkNetworkPacket),
        Target(name: "qr-code", check: checkQRCode),
    ]
}

/// The bytes as text, broken sequences replaced: what a header field or a message looks like to a parser of strings.
func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: Array(bytes), as: UTF8.self)
}
