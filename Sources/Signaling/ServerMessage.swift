/// A message from the server to a device.
package enum ServerMessage: Equatable, Sendable {
    /// The answer to `hello`.
    case welcome(Welcome)
    /// Changes around the device.
    case presence(Presence)
    /// New URLs of the page for other devices, best first, and the HTTPS ones among them.
    case urls([String], secure: [String])
    /// An offer from another device.
    case offer(from: DeviceID, call: CallID, sdp: String)
    /// An answer from another device.
    case answer(from: DeviceID, call: CallID, sdp: String)
    /// A candidate from another device.
    case candidate(from: DeviceID, call: CallID, IceCandidate)
    /// Another device requests a pairing of the relay.
    case relayRequest(from: DeviceID, call: CallID)
    /// Another device ended the call.
    case peerError(from: DeviceID, call: CallID, code: ErrorCode, message: String)
    /// Another device ended the conversation.
    case end(from: DeviceID)
    /// STUN and TURN servers for connections with `peer`, valid for `seconds`.
    case turn(peer: DeviceID, iceServers: [IceServer], seconds: Int)
    /// The device's half of a pairing of the relay.
    case relayReady(RelayReady)
    /// The device's code.
    case code(String, expires: Int)
    /// A code has linked the device and `peer`.
    case codeJoined(peer: Device)
    /// The device's code has ended.
    case codeEnded(CodeEnd)
    /// An error about a message of the device.
    case error(ErrorReport)
    /// The answer to `ping`.
    case pong
}

/// The server's answer to `hello`, with everything that the device needs to know.
package struct Welcome: Equatable, Sendable {
    /// The device's own description. Its `via` is always `room`.
    package var you: DeviceProfile
    /// The token that proves the identity the next time.
    package var token: String
    /// The device's room.
    package var room: RoomDescription
    /// The devices that it sees now.
    package var devices: [Device]
    /// The description of the server.
    package var server: ServerDescription

    /// A welcome of these values.
    package init(
        you: DeviceProfile,
        token: String,
        room: RoomDescription,
        devices: [Device],
        server: ServerDescription
    ) {
        self.you = you
        self.token = token
        self.room = room
        self.devices = devices
        self.server = server
    }
}

/// One half of a pairing of the relay.
package struct RelayReady: Equatable, Sendable {
    /// The length of ``token`` in characters: 32 random bytes in base64url.
    package static let tokenLength = 43
    /// The length of ``pairing`` in characters: 16 random bytes in base64url.
    package static let pairingLength = 22

    /// The device at the other end.
    package var peer: DeviceID
    /// The call in which the relay was requested.
    package var call: CallID
    /// The token that opens the relay for this half, once.
    package var token: String
    /// The most bytes of both together, 0 for no limit.
    package var bytes: Int
    /// The name of the pairing, the same for both halves and not a secret.
    package var pairing: String
    /// The other device's key, nil without encryption.
    package var key: RelayKey?

    /// A half of these values.
    package init(peer: DeviceID, call: CallID, token: String, bytes: Int, pairing: String, key: RelayKey?) {
        self.peer = peer
        self.call = call
        self.token = token
        self.bytes = bytes
        self.pairing = pairing
        self.key = key
    }
}

/// Recent changes around a device.
package struct Presence: Equatable, Sendable {
    /// Devices that the device now sees.
    package var joined: [Device]
    /// Visible devices whose description has changed.
    package var changed: [Device]
    /// Devices that the device no longer sees.
    package var left: [DeviceID]

    /// A change of these parts.
    package init(joined: [Device] = [], changed: [Device] = [], left: [DeviceID] = []) {
        self.joined = joined
        self.changed = changed
        self.left = left
    }

    /// Whether there are no changes.
    package var isEmpty: Bool {
        joined.isEmpty && changed.isEmpty && left.isEmpty
    }
}

/// The reason why a code ended.
package enum CodeEnd: String, Sendable, CaseIterable {
    /// A guess had its number but other words.
    case wrongGuess = "wrong-guess"
    /// No device used it within ten minutes.
    case expired
    /// The device cancelled it, or asked for a new code.
    case cancelled
    /// Another device used it.
    case used
}

/// An `error` message from the server itself.
package struct ErrorReport: Equatable, Sendable {
    /// The error code.
    package var code: ErrorCode
    /// The error text for people.
    package var message: String
    /// The device that the error is about.
    package var peer: DeviceID?
    /// The call that the error ends.
    package var call: CallID?

    /// A report of these values.
    package init(_ code: ErrorCode, _ message: String, peer: DeviceID? = nil, call: CallID? = nil) {
        self.code = code
        self.message = message
        self.peer = peer
        self.call = call
    }
}
