import NetPrimitives
import Rendezvous
import Signaling
import TURNGrants
import Testing
import WebSocketFraming

/// A server in virtual time. It does the shell's duties: it reports closed sockets and serves timers.
final class World {
    private var rendezvous: Rendezvous
    private(set) var now = Instant(nanoseconds: 0)
    private var nextConnection: UInt64 = 0
    private(set) var devices: [ConnectionID: TestDevice] = [:]
    private(set) var closed: [ConnectionID: CloseCode] = [:]
    private var seats: [String: RelaySeat] = [:]
    private(set) var refused: Set<ConnectionID> = []
    private(set) var joins: [RelayJoin] = []
    private(set) var occurrences: [Rendezvous.Occurrence] = []
    /// Faults that no client may ever see: news of itself, a device that joins twice, one that changes or leaves
    /// unknown.
    private(set) var faults: [String] = []
    /// The number of messages in actions; a broadcast counts once.
    private(set) var encodings = 0
    /// The changes for the TURN server.
    private(set) var ledger = GrantLedger()
    /// The actions of the last event.
    private(set) var lastActions: [Rendezvous.Action] = []
    /// TURN URLs for clients that connect from now on.
    var turnURLs: [String] = []
    /// Probe URLs for clients that connect from now on.
    var probeURLs: [String] = []

    init(seed: UInt64 = 1, _ configure: (inout Rendezvous.Configuration) -> Void = { _ in }) {
        var configuration = Rendezvous.Configuration(version: "test")
        configure(&configuration)
        rendezvous = Rendezvous(
            configuration: configuration,
            identity: World.key,
            random: SeededRandom(seed: seed)
        )
    }

    /// The key of all worlds, so that a token outlives a world as it outlives a restart.
    static let key: IdentityKey = {
        guard let key = IdentityKey(bytes: [UInt8](0..<32)) else { preconditionFailure("32 bytes are a key") }
        return key
    }()

    var statistics: Rendezvous.Statistics { rendezvous.statistics }
    var nextDeadline: Instant? { rendezvous.nextDeadline }

    /// Forgets clients whose sockets have ended, for long simulations.
    func forgetEnded() {
        devices = devices.filter { $0.value.isConnected }
        closed = closed.filter { devices[$0.key] != nil }
        occurrences = []
    }

    /// The grant or probe of this name, if the TURN server knows it.
    func grant(named text: String) -> GrantID? {
        ledger.names.first { $0.description == text }
    }

    /// Reports an authenticated request under a grant from `address`.
    func see(_ grant: GrantID?, from address: String, in room: String) throws {
        let grant = try #require(grant)
        let room = RoomKey.public(try #require(NetworkPrefix(room)))
        handle(.turnSeen(grant, try #require(IPAddress(address)), placement: .success(room)))
    }

    // MARK: Sockets

    /// The relay tokens that a handshake may use.
    var tickets: Set<String> { Set(seats.keys) }

    /// Answers a handshake for a relay socket: the seat of the ticket with `token`, nil for HTTP 403.
    func useTicket(_ token: String) -> RelaySeat? {
        seats.removeValue(forKey: token)
    }

    func newConnection() -> ConnectionID {
        nextConnection += 1
        return ConnectionID(nextConnection)
    }

    /// Opens a signaling socket and sends nothing.
    func connect(
        _ placement: Result<RoomKey, NoRoomReason> = .success(.lan),
        from address: IPAddress = .v4(IPv4Address(192, 168, 0, 7))
    ) -> TestDevice {
        let device = TestDevice(world: self, connection: newConnection())
        devices[device.connection] = device
        let context = ClientContext(
            address: address,
            placement: placement,
            addresses: ClientAddresses(
                urls: ["http://192.168.0.2/"],
                secureUrls: [],
                turnURLs: turnURLs,
                probeURLs: probeURLs
            )
        )
        handle(.connected(device.connection, context))
        return device
    }

    /// Opens a signaling socket and sends `hello`.
    func join(
        _ name: String = "Somebody",
        _ placement: Result<RoomKey, NoRoomReason> = .success(.lan),
        token: String? = nil,
        availability: Availability = .open,
        from address: IPAddress = .v4(IPv4Address(192, 168, 0, 7))
    ) -> TestDevice {
        let device = connect(placement, from: address)
        device.hello(name, token: token, availability: availability)
        return device
    }

    func handle(_ event: Rendezvous.Event) {
        lastActions = rendezvous.handle(event, now: now)
        var waiting = perform(lastActions)
        while let connection = waiting.popLast() {
            waiting += perform(rendezvous.handle(.disconnected(connection), now: now))
        }
    }

    /// Advances the time, and serves timers when they are due.
    func advance(by duration: Duration) {
        let end = now + duration
        while let deadline = rendezvous.nextDeadline, deadline <= end {
            now = max(now, deadline)
            handle(.timer)
        }
        now = end
    }

    /// Advances the time until presence is sent.
    func settle() {
        advance(by: .milliseconds(50))
    }

    /// Performs actions. Returns the signaling sockets that were closed.
    private func perform(_ actions: [Rendezvous.Action]) -> [ConnectionID] {
        var ended: [ConnectionID] = []
        for action in actions {
            switch action {
            case .send(let connection, let message):
                encodings += 1
                deliver(message, to: connection)
            case .broadcast(let connections, let message):
                encodings += 1
                for connection in connections {
                    deliver(message, to: connection)
                }
            case .close(let connection, let code, _):
                closed[connection] = code
                if devices[connection] != nil {
                    ended.append(connection)
                }
            case .issueTickets(let tickets):
                for ticket in tickets where seats.updateValue(ticket.seat, forKey: ticket.token) != nil {
                    faults.append("A relay token is issued twice")
                }
            case .withdrawTickets(let withdrawn): seats = seats.filter { !withdrawn.contains($0.value) }
            case .refuseRelay(let connection): refused.insert(connection)
            case .joinRelay(let join): joins.append(join)
            case .issueTURN(let connection, let peer, let grant, let lifetime):
                faults += ledger.issue(grant)
                let server = IceServer(urls: turnURLs, username: grant.description)
                let seconds = Int(lifetime.components.seconds)
                deliver(.turn(peer: peer, iceServers: [server], seconds: seconds), to: connection)
            case .issueProbe(let connection, var welcome, let grant, _):
                faults += ledger.issue(grant)
                welcome.server.probe = IceServer(urls: probeURLs, username: grant.description)
                deliver(.welcome(welcome), to: connection)
            case .turn(let change): faults += ledger.apply(change, now: now)
            case .log(let occurrence): occurrences.append(occurrence)
            }
        }
        return ended
    }

    private func deliver(_ message: ServerMessage, to connection: ConnectionID) {
        if closed[connection] != nil {
            faults.append("A closed socket was sent \(message)")
        }
        guard let device = devices[connection] else {
            faults.append("An unknown socket was sent \(message)")
            return
        }
        faults += device.receive(message)
    }
}
