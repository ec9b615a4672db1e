import NetPrimitives
import STUN
import TURNGrants

/// A relayed transport address with its permissions and channels (RFC 8656 section 3.2).
struct Allocation: Sendable {
    /// The client, with its 5-tuple.
    let client: TURNServer.Client
    /// The user name of all of its requests, and their key.
    let name: CredentialName
    let key: IntegrityKey
    /// The holder of its grant at the time of its creation.
    let holder: GrantHolder
    /// The conversation it is for. Packets between two allocations inside the process stay in one conversation.
    let conversation: Conversation
    /// The ID of the relay socket.
    let id: TURNServer.RelayID
    /// The relayed transport address, which peers see.
    var relayed: TransportAddress
    /// The local address that packets to peers leave from; nil lets the system choose.
    let local: IPAddress?
    /// The request that created it: retransmissions get the same response.
    let origin: AllocateRequest
    /// The stage of its life.
    private(set) var stage: Stage
    /// The time at which it expires.
    var expiry: Instant

    private(set) var permissions: [Permission] = []
    private(set) var channels: [Channel] = []
    /// The slot of its device in ``AllocationTable/devices``, set on insertion.
    var device: UInt32 = 0

    /// opening ──the socket is there──► open ──► ended
    ///
    /// An allocation whose port is taken opens again at another one. It can end while it opens.
    enum Stage: Equatable, Sendable {
        /// The relay socket is being opened, and the client has no response yet. `attempts` ports may be tried,
        /// including this one.
        case opening(attempts: Int)
        /// The relay socket is open.
        case open
        /// The allocation is over; its place in the table may be used again.
        case ended
    }

    /// Whether the relay socket is open.
    var isOpen: Bool { stage == .open }

    /// Whether the allocation exists; false in a vacant slot.
    var isLive: Bool { stage != .ended }

    /// Records that the relay socket is open.
    mutating func opened() {
        stage = .open
    }

    /// Tries another port for a relay socket that could not be opened; false when that was the last one.
    mutating func retry() -> Bool {
        guard case .opening(let attempts) = stage, attempts > 1 else { return false }
        stage = .opening(attempts: attempts - 1)
        return true
    }

    /// Ends the allocation: packets no longer find a permission or channel of it.
    mutating func end() {
        stage = .ended
        permissions = []
        channels = []
    }

    /// Installs or refreshes permissions for `peers`: all of them, or none when there would be more than `limit`.
    mutating func permit(_ peers: [(address: IPAddress, route: AddressPolicy.Route)], limit: Int, now: Instant) -> Bool
    {
        permissions.removeAll { $0.end <= now }
        var permissions = permissions
        for peer in peers {
            let permission = Permission(address: peer.address, route: peer.route, end: now + Permission.lifetime)
            if let index = permissions.firstIndex(where: { $0.address == peer.address }) {
                permissions[index] = permission
            } else {
                permissions.append(permission)
            }
        }
        guard permissions.count <= limit else { return false }
        self.permissions = permissions
        return true
    }

    /// The reason why a channel cannot be bound.
    enum BindError: Error {
        /// The number is bound to another peer, or the peer to another number.
        case taken
        /// The allocation has as many channels as it may have.
        case full
    }

    /// Binds a channel or refreshes its binding; the caller installs the permission.
    mutating func bind(_ number: UInt16, to peer: TransportAddress, limit: Int, now: Instant) throws(BindError) {
        channels.removeAll { $0.end <= now }
        let channel = Channel(number: number, peer: peer, end: now + Channel.lifetime)
        if let index = channels.firstIndex(where: { $0.number == number || $0.peer == peer }) {
            guard channels[index].number == number, channels[index].peer == peer else { throw .taken }
            channels[index] = channel
        } else {
            guard channels.count < limit else { throw .full }
            channels.append(channel)
        }
    }

    /// Reviews every permission: those for which `route` returns nil end.
    mutating func reviewPermissions(_ route: (IPAddress) -> AddressPolicy.Route?) {
        permissions = permissions.compactMap { permission in
            guard let route = route(permission.address) else { return nil }
            return Permission(address: permission.address, route: route, end: permission.end)
        }
    }
}

/// A permission for one peer address (RFC 8656 section 9).
struct Permission: Sendable {
    /// The lifetime: 5 minutes, which must not be changed (RFC 8656 section 9).
    static let lifetime: Duration = .seconds(300)

    /// The peer's address.
    var address: IPAddress
    /// The route of packets to it.
    var route: AddressPolicy.Route
    /// The time at which it ends.
    var end: Instant
}

/// A channel binding (RFC 8656 section 12).
struct Channel: Sendable {
    /// The lifetime: 10 minutes (RFC 8656 section 12).
    static let lifetime: Duration = .seconds(600)

    /// The channel number, in ``STUN/ChannelData/numbers``.
    var number: UInt16
    /// The peer that it is bound to.
    var peer: TransportAddress
    /// The time at which it ends.
    var end: Instant
}
