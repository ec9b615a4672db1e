/// The codes of `error` messages, from docs/protocol.md.
///
/// A newer server or device may send a code that is not in ``allCases``. A device keeps such a code, as the page does; a
/// server neither sends nor accepts one.
package struct ErrorCode: RawRepresentable, Hashable, Sendable, CaseIterable {
    /// The text in messages.
    package let rawValue: String

    /// Any code: 1 to ``SignalingLimits/errorCodeBytes`` characters of A-Z and _. Returns nil for other texts.
    package init?(rawValue: String) {
        let characters = rawValue.utf8
        guard (1...SignalingLimits.errorCodeBytes).contains(characters.count),
            characters.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 == UInt8(ascii: "_") })
        else { return nil }
        self.init(rawValue)
    }

    private init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// The device is not connected, or the sender does not see it.
    package static let peerNotFound = ErrorCode("PEER_NOT_FOUND")
    /// The device has too many calls or conversations.
    package static let peerBusy = ErrorCode("PEER_BUSY")
    /// The device's person does not want to be disturbed; sent by the server or by the device itself.
    package static let callDeclined = ErrorCode("CALL_DECLINED")
    /// From a device: the call did not connect in time.
    package static let callTimeout = ErrorCode("CALL_TIMEOUT")
    /// From a device: its browser cannot open a direct connection.
    package static let callFailed = ErrorCode("CALL_FAILED")
    /// This server does not relay.
    package static let relayOff = ErrorCode("RELAY_OFF")
    /// From a device: it allows direct connections only.
    package static let relayRefused = ErrorCode("RELAY_REFUSED")
    /// A limit on pairings is reached.
    package static let relayFull = ErrorCode("RELAY_FULL")
    /// There is no such code, or its words are wrong.
    package static let codeWrong = ErrorCode("CODE_WRONG")
    /// There are too many guesses or codes.
    package static let codeLimit = ErrorCode("CODE_LIMIT")
    /// The message is not valid in this protocol, or is out of order. The socket is closed.
    package static let badMessage = ErrorCode("BAD_MESSAGE")
    /// The device sends too many messages. The socket is closed.
    package static let rateLimited = ErrorCode("RATE_LIMITED")
    /// The device speaks another protocol version. The socket is closed with 4002.
    package static let versionMismatch = ErrorCode("VERSION_MISMATCH")
    /// The room is full.
    package static let roomFull = ErrorCode("ROOM_FULL")
    /// In reports of paths: no direct path opened in time, and the device allows no other.
    package static let noPath = ErrorCode("NO_PATH")
    /// In reports of paths: the same, and nothing came back over UDP.
    package static let udpBlocked = ErrorCode("UDP_BLOCKED")

    /// The codes of this version, each once.
    package static let allCases: [ErrorCode] = [
        .peerNotFound, .peerBusy, .callDeclined, .callTimeout, .callFailed, .relayOff, .relayRefused, .relayFull,
        .codeWrong, .codeLimit, .badMessage, .rateLimited, .versionMismatch, .roomFull, .noPath, .udpBlocked,
    ]

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
