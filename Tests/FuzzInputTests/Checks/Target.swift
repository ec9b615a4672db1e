/// A parser of bytes from outside, with the check that must hold for every input.
package struct Target: Sendable {
    /// The name on the command line, and of its folder of saved inputs.
    package let name: String
    /// Ends the process when the check fails.
    package let check: @Sendable (_ bytes: [UInt8]) -> Void

    /// All parsers.
    package static let all = [
        Target(name: "client-message", check: checkClientMessage),
        Target(name: "server-message", check: checkServerMessage),
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

/// The bytes as text, invalid sequences replaced, as parsers of header fields and messages see them.
func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: Array(bytes), as: UTF8.self)
}
