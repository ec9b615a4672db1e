/// The limits of the signaling socket, from docs/protocol.md. Lengths are in bytes of UTF-8.
package enum SignalingLimits {
    /// The protocol version of this server.
    package static let protocolVersion = 1
    /// The WebSocket subprotocol that both ends name.
    package static let subprotocol = "ferry.signal.1"
    /// The longest message of a device.
    package static let messageBytes = 65_536
    /// The longest message of a server: enough for a `welcome` with ``devices`` devices of 300 bytes each.
    package static let serverMessageBytes = 2_097_152
    /// The deepest nesting of objects and arrays; the message itself is the first level.
    package static let nesting = 16
    /// The longest cleaned name.
    package static let nameBytes = 64
    /// The longest name in a message. Longer than ``nameBytes``, because the server does the cutting.
    package static let rawNameBytes = 1_024
    /// The longest session description.
    package static let sdpBytes = 32_768
    /// The longest candidate line.
    package static let candidateBytes = 1_024
    /// The longest media stream identification of a candidate.
    package static let midBytes = 16
    /// The longest user name fragment of a candidate (RFC 8839 section 5.4: at most 256 characters).
    package static let ufragBytes = 256
    /// The longest text of an error.
    package static let errorMessageBytes = 512
    /// The longest time that a path may take, in milliseconds: a day. A longer one is counted as this.
    package static let pathMilliseconds = 86_400_000
    /// The longest ID of a call.
    package static let callBytes = 32
    /// The longest identity token. Valid ones have 22 characters, a dot, and 43 characters; no server makes longer
    /// ones.
    package static let tokenBytes = 128
    /// The longest text that a person may enter as a code.
    package static let codeBytes = 64

    // MARK: Limits of a device on messages of a server, the same as the page's

    /// The longest code of an error.
    package static let errorCodeBytes = 64
    /// The most devices in a `welcome`, or in one part of a `presence`.
    package static let devices = 4_096
    /// The most addresses of the page.
    package static let urls = 64
    /// The longest address of the page, or of a STUN or TURN server.
    package static let urlBytes = 2_048
    /// The most STUN and TURN servers, and the most addresses of one of them.
    package static let iceServers = 16
    /// The longest user name for a TURN server, and the longest password.
    package static let credentialBytes = 512
    /// The longest version of Ferry.
    package static let versionBytes = 128
}
