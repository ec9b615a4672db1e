/// The codes of `error` messages, from docs/protocol.md.
package enum ErrorCode: String, Sendable, CaseIterable {
    /// The device is not connected, or not in sight of the sender.
    case peerNotFound = "PEER_NOT_FOUND"
    /// The device has too many calls or conversations.
    case peerBusy = "PEER_BUSY"
    /// Its person does not want to be disturbed; said by the server for it, or by the device itself.
    case callDeclined = "CALL_DECLINED"
    /// From a device: nothing came of the call in time.
    case callTimeout = "CALL_TIMEOUT"
    /// From a device: its browser cannot open a direct connection.
    case callFailed = "CALL_FAILED"
    /// This server does not relay.
    case relayOff = "RELAY_OFF"
    /// From a device: it allows direct connections only.
    case relayRefused = "RELAY_REFUSED"
    /// No pairing is free.
    case relayFull = "RELAY_FULL"
    /// No such code, or wrong words.
    case codeWrong = "CODE_WRONG"
    /// Too many guesses or codes.
    case codeLimit = "CODE_LIMIT"
    /// The message is not of this protocol, or out of order. The socket is closed.
    case badMessage = "BAD_MESSAGE"
    /// Too many messages. The socket is closed.
    case rateLimited = "RATE_LIMITED"
    /// Another protocol version. The socket is closed with 4002.
    case versionMismatch = "VERSION_MISMATCH"
    /// The room has all its members.
    case roomFull = "ROOM_FULL"
    /// In reports of paths: no direct path opened in time, and the device allows no other.
    case noPath = "NO_PATH"
    /// In reports of paths: the same, and nothing came back over UDP.
    case udpBlocked = "UDP_BLOCKED"

    /// Whether it stands in reports of paths alone, and in no `error`.
    package var isOnlyReported: Bool { self == .noPath || self == .udpBlocked }

    /// Whether a device may say this to another one; the other codes are the server's.
    package var isForDevices: Bool {
        switch self {
        case .callDeclined, .callTimeout, .callFailed, .relayRefused, .peerBusy: true
        default: false
        }
    }
}
