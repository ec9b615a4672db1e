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

/// Why a device has no room.
package enum NoRoomReason: String, Error, Sendable, CaseIterable {
    /// Public addresses are not grouped here.
    case publicOff = "public-off"
    /// Shared carrier addresses are not grouped here.
    case cgnat
    /// It came through a proxy that this server was not told to trust.
    case untrustedProxy = "untrusted-proxy"
    /// It came from a private address under a public name, as through a proxy that says nothing.
    case publicName = "public-name"
    /// The room has all its members.
    case full
}

/// The room of a device, as the device is told.
package struct RoomDescription: Hashable, Sendable {
    /// The kind.
    package var kind: RoomKind
    /// Why there is none; nil unless `kind` is `none`.
    package var reason: NoRoomReason?

    /// A room of this kind.
    package init(kind: RoomKind, reason: NoRoomReason? = nil) {
        self.kind = kind
        self.reason = reason
    }
}

/// The server, as devices are told.
package struct ServerDescription: Equatable, Sendable {
    /// Ferry's version.
    package var version: String
    /// Addresses of the page for other devices, best first.
    package var urls: [String]
    /// Those of `urls` that are HTTPS.
    package var secureUrls: [String]
    /// Whether it relays.
    package var relay: Bool
    /// Whether `turn-request` gets servers.
    package var turn: Bool
    /// The server by which the device lets its other address be seen, nil when that is not wanted.
    package var probe: IceServer?
    /// As in `RTCConfiguration`.
    package var iceServers: [IceServer]
    /// Whether devices behind one public address are put into one room.
    package var publicGrouping: Bool
    /// Whether its HTTPS is vouched for by an authority of its own, which `/trust` says how to trust.
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
    /// User name for TURN.
    package var username: String?
    /// Password for TURN.
    package var credential: String?

    /// A server of these values.
    package init(urls: [String], username: String? = nil, credential: String? = nil) {
        self.urls = urls
        self.username = username
        self.credential = credential
    }
}
