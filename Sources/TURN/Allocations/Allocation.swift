import NetPrimitives
import STUN
import TURNGrants

/// A relayed address and what its client may do with it (RFC 8656 section 3.2).
struct Allocation: Sendable {
    /// The 5-tuple.
    let client: TURNServer.Client
    /// The name all of its requests carry, and their key.
    let name: CredentialName
    let key: IntegrityKey
    /// Whose it is, as it was when it was made.
    let holder: GrantHolder
    /// What it is for. Packets inside the process do not leave it.
    let conversation: Conversation
    /// The relay socket's name.
    let id: TURNServer.RelayID
    /// What peers see, and for which family.
    var relayed: TransportAddress
    /// The server's address that packets for peers leave from; nil when the system knows better.
    let local: IPAddress?
    /// The request it was made by: its retransmissions get the same answer.
    let origin: AllocateRequest
    /// How far it has come.
    private(set) var stage: Stage
    /// When it ends.
    var expiry: Instant

    private(set) var permissions: [Permission] = []
    private(set) var channels: [Channel] = []
    /// Its device's place in ``AllocationTable/devices``, since it is in the table.
    var device: UInt32 = 0

    /// opening ──the socket is there──► open ──► ended
    ///
    /// An allocation whose port is taken opens again at another one; it can end while it opens.
    enum Stage: Equatable, Sendable {
        /// The relay socket is being opened, and nobody knows of the allocation. So many ports may be tried, this one
        /// included.
        case opening(attempts: Int)
        /// The relay socket is there.
        case open
        /// The allocation is over; its place in the table may be used again.
        case ended
    }

    /// Whether the relay socket is there.
    var isOpen: Bool { stage == .open }

    /// Whether it has not ended.
    var isLive: Bool { stage != .ended }

    /// The relay socket is there.
    mutating func opened() {
        stage = .open
    }

    /// Tries another port for a relay socket that could not be opened; false when that was the last one.
    mutating func retry() -> Bool {
        guard case .opening(let attempts) = stage, attempts > 1 else { return false }
        stage = .opening(attempts: attempts - 1)
        return true
    }

    /// Ends it: no packet finds a permission or channel any more.
    mutating func end() {
        stage = .ended
        permissions = []
        channels = []
    }

    /// Makes or renews permissions for `peers`, all of them or, when they would be more than `limit`, none.
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

    /// Why a channel cannot be bound.
    enum BindError: Error {
        /// The number has another peer, or the peer another number.
        case taken
        /// There are as many as there may be.
        case full
    }

    /// Binds or renews a channel; its permission is the caller's to make.
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

    /// Looks at every permission again: those for which `route` is nil end.
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
