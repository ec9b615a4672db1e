/// What the server says to a device.
package enum ServerMessage: Equatable, Sendable {
    /// Answer to `hello`.
    case welcome(Welcome)
    /// What changed around the device.
    case presence(Presence)
    /// Addresses of the page for other devices, best first, and those of them that are HTTPS: they have changed.
    case urls([String], secure: [String])
    /// An offer from another device.
    case offer(from: DeviceID, call: CallID, sdp: String)
    /// An answer from another device.
    case answer(from: DeviceID, call: CallID, sdp: String)
    /// A candidate from another device.
    case candidate(from: DeviceID, call: CallID, IceCandidate)
    /// Another device asks to be joined by the relay.
    case relayRequest(from: DeviceID, call: CallID)
    /// Another device ended the call.
    case peerError(from: DeviceID, call: CallID, code: ErrorCode, message: String)
    /// Another device ended the conversation.
    case end(from: DeviceID)
    /// STUN and TURN servers for connections with `peer`, good for so many seconds.
    case turn(peer: DeviceID, iceServers: [IceServer], seconds: Int)
    /// A pairing waits.
    case relayReady(RelayReady)
    /// The device's code.
    case code(String, expires: Int)
    /// The device and `peer` are joined by a code.
    case codeJoined(peer: Device)
    /// The device's code is no more.
    case codeEnded(CodeEnd)
    /// Something the device sent failed.
    case error(ErrorReport)
    /// Answer to `ping`.
    case pong
}

/// What a device needs to know once it is in.
package struct Welcome: Equatable, Sendable {
    /// The device as others see it. Its `via` is always `room`.
    package var you: DeviceProfile
    /// Proof of the identity, to be presented the next time.
    package var token: String
    /// The room.
    package var room: RoomDescription
    /// The devices seen now.
    package var devices: [Device]
    /// The server.
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
    /// Characters of ``token``: 32 random bytes in base64url.
    package static let tokenLength = 43
    /// Characters of ``pairing``: 16 random bytes in base64url.
    package static let pairingLength = 22

    /// The device at the other end.
    package var peer: DeviceID
    /// The call it was asked for in.
    package var call: CallID
    /// Opens the relay for this half, once.
    package var token: String
    /// Bytes both may send together, 0 for any number.
    package var bytes: Int
    /// Names the pairing. Both halves have the same, and it is no secret.
    package var pairing: String
    /// The other device's key, nil when it gave none.
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

/// What changed around a device within the last moments.
package struct Presence: Equatable, Sendable {
    /// Devices that came into sight.
    package var joined: [Device]
    /// Devices in sight that are described differently now.
    package var changed: [Device]
    /// Devices that went out of sight.
    package var left: [DeviceID]

    /// A change of these parts.
    package init(joined: [Device] = [], changed: [Device] = [], left: [DeviceID] = []) {
        self.joined = joined
        self.changed = changed
        self.left = left
    }

    /// Whether there is nothing to tell.
    package var isEmpty: Bool {
        joined.isEmpty && changed.isEmpty && left.isEmpty
    }
}

/// Why a code ended.
package enum CodeEnd: String, Sendable, CaseIterable {
    /// Somebody knew the number and not the words.
    case wrongGuess = "wrong-guess"
    /// Nobody came within ten minutes.
    case expired
    /// The device asked for that, or for a new code.
    case cancelled
    /// Another device used it.
    case used
}

/// The server's own `error`.
package struct ErrorReport: Equatable, Sendable {
    /// What failed.
    package var code: ErrorCode
    /// The same for people.
    package var message: String
    /// The device it is about.
    package var peer: DeviceID?
    /// The call it ends.
    package var call: CallID?

    /// A report of these values.
    package init(_ code: ErrorCode, _ message: String, peer: DeviceID? = nil, call: CallID? = nil) {
        self.code = code
        self.message = message
        self.peer = peer
        self.call = call
    }
}
