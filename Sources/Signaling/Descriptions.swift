/// The kinds of rooms.
package enum RoomKind: String, Sendable, CaseIterable {
    /// The local network.
    case lan
    /// One public IPv4 address or one IPv6 /64.
    case `public`
    /// One address of 100.64.0.0/10.
    case cgnat
    /// No room.
    case none
}

/// The reason why a device has no room.
package enum NoRoomReason: String, Error, Sendable, CaseIterable {
    /// The server does not group public addresses.
    case publicOff = "public-off"
    /// The server does not group shared carrier addresses.
    case cgnat
    /// The device came through a proxy that this server does not trust.
    case untrustedProxy = "untrusted-proxy"
    /// The device came from a private address under a public name, as through a proxy without forwarding headers.
    case publicName = "public-name"
    /// The room is full.
    case full
}

/// The description of a device's room for the device.
package struct RoomDescription: Hashable, Sendable {
    /// The kind of the room.
    package var kind: RoomKind
    /// The reason why there is no room; nil unless `kind` is `none`.
    package var reason: NoRoomReason?

    /// A room of this kind.
    package init(kind: RoomKind, reason: NoRoomReason? = nil) {
        self.kind = kind
        self.reason = reason
    }
}

/// The description of the server for devices.
package struct ServerDescription: Equatable, Sendable {
    /// Ferry's version.
    package var version: String
    /// URLs of the page for other devices, best first.
    package var urls: [String]
    /// The HTTPS URLs among `urls`.
    package var secureUrls: [String]
    /// Whether the server relays.
    package var relay: Bool
    /// Whether the server has STUN and TURN for `turn-request`.
    package var turn: Bool
    /// The server to which the device sends a request from its address of the other family, nil when it need not.
    package var probe: IceServer?
    /// ICE servers, as in `RTCConfiguration`.
    package var iceServers: [IceServer]
    /// Whether devices behind one public address share a room.
    package var publicGrouping: Bool
    /// Whether HTTPS uses the server's own authority; `/trust` explains how to trust it.
    package var ownAuthority: Bool

    /// A server of these values.
    package init(
        version: String,
        urls: [String],
        secureUrls: [String],
        relay: Bool,
        turn: Bool,
        probe: IceServer?,
        iceServers: [IceServer],
        publicGrouping: Bool,
        ownAuthority: Bool
    ) {
        self.version = version
        self.urls = urls
        self.secureUrls = secureUrls
        self.relay = relay
        self.turn = turn
        self.probe = probe
        self.iceServers = iceServers
        self.publicGrouping = publicGrouping
        self.ownAuthority = ownAuthority
    }
}

/// `RTCIceServer` (WebRTC section 4.2.4).
package struct IceServer: Equatable, Sendable {
    /// `stun:` and `turn:` URLs.
    package var urls: [String]
    /// The user name for TURN.
    package var username: String?
    /// The password for TURN.
    package var credential: String?

    /// A server of these values.
    package init(urls: [String], username: String? = nil, credential: String? = nil) {
        self.urls = urls
        self.username = username
        self.credential = credential
    }
}
