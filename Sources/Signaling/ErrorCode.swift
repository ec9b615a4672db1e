/// The codes of `error` messages, from docs/protocol.md.
package enum ErrorCode: String, Sendable, CaseIterable {
    /// The device is not connected, or the sender does not see it.
    case peerNotFound = "PEER_NOT_FOUND"
    /// The device has too many calls or conversations.
    case peerBusy = "PEER_BUSY"
    /// The device's person does not want to be disturbed; sent by the server or by the device itself.
    case callDeclined = "CALL_DECLINED"
    /// From a device: the call did not connect in time.
    case callTimeout = "CALL_TIMEOUT"
    /// From a device: its browser cannot open a direct connection.
    case callFailed = "CALL_FAILED"
    /// This server does not relay.
    case relayOff = "RELAY_OFF"
    /// From a device: it allows direct connections only.
    case relayRefused = "RELAY_REFUSED"
    /// A limit on pairings is reached.
    case relayFull = "RELAY_FULL"
    /// There is no such code, or its words are wrong.
    case codeWrong = "CODE_WRONG"
    /// There are too many guesses or codes.
    case codeLimit = "CODE_LIMIT"
    /// The message is not valid in this protocol, or is out of order. The socket is closed.
    case badMessage = "BAD_MESSAGE"
    /// The device sends too many messages. The socket is closed.
    case rateLimited = "RATE_LIMITED"
    /// The device speaks another protocol version. The socket is closed with 4002.
    case versionMismatch = "VERSION_MISMATCH"
    /// The room is full.
    case roomFull = "ROOM_FULL"
    /// In reports of paths: no direct path opened in time, and the device allows no other.
    case noPath = "NO_PATH"
    /// In reports of paths: the same, and nothing came back over UDP.
    case udpBlocked = "UDP_BLOCKED"

    /// Whether it is used only in reports of paths, and never in an `error`.
    package var isOnlyReported: Bool { self == .noPath || self == .udpBlocked }

    /// Whether a device may send this code to another one; only the server sends the others.
    package var isForDevices: Bool {
        switch self {
        case .callDeclined, .callTimeout, .callFailed, .relayRefused, .peerBusy: true
        default: false
        }
    }
}
