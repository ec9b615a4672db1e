/// The limits of the signaling socket, from docs/protocol.md. Lengths are in bytes of UTF-8.
package enum SignalingLimits {
    /// The protocol version spoken here.
    package static let protocolVersion = 1
    /// The WebSocket subprotocol both ends name.
    package static let subprotocol = "ferry.signal.1"
    /// Size of a message of a device.
    package static let messageBytes = 65_536
    /// Size of a message of a server: a `welcome` with ``devices`` devices of 300 bytes each has room in it.
    package static let serverMessageBytes = 2_097_152
    /// How deep objects and arrays may nest; the message itself is the first level.
    package static let nesting = 16
    /// A name as others see it.
    package static let nameBytes = 64
    /// A name as it arrives. Longer than ``nameBytes``, because what is cut away is the server's decision.
    package static let rawNameBytes = 1_024
    /// A session description.
    package static let sdpBytes = 32_768
    /// A candidate line.
    package static let candidateBytes = 1_024
    /// The media stream identification of a candidate.
    package static let midBytes = 16
    /// The user name fragment of a candidate (RFC 8839 section 5.4: at most 256 characters).
    package static let ufragBytes = 256
    /// The text of an error.
    package static let errorMessageBytes = 512
    /// The time a path took, in milliseconds: a day. More is counted as this.
    package static let pathMilliseconds = 86_400_000
    /// The name of a call.
    package static let callBytes = 32
    /// An identity token: 22 characters, a dot, 43 characters. Others are no tokens of any server.
    package static let tokenBytes = 128
    /// What a person types as a code.
    package static let codeBytes = 64

    // MARK: Limits a device puts on messages of a server, the same as the page's

    /// Devices of `welcome`, or of one part of `presence`.
    package static let devices = 4_096
    /// Addresses of the page.
    package static let urls = 64
    /// An address of the page, or of a STUN or TURN server.
    package static let urlBytes = 2_048
    /// STUN and TURN servers, and addresses of one of them.
    package static let iceServers = 16
    /// The user name for a TURN server, and the password.
    package static let credentialBytes = 512
    /// The version of Ferry.
    package static let versionBytes = 128
}
