package import NetPrimitives
import Signaling
import TURNGrants
import WebSocketFraming

/// The core of the server's signaling: it decides which devices see each other and may talk to each other, and manages
/// codes, relay pairings and grants.
///
/// Events go in, actions come out; it owns no socket, reads no clock and starts no task. One instance serves the whole
/// server and must not be used concurrently.
package struct Rendezvous: ~Copyable {
    /// The options and limits.
    package let configuration: Configuration
    /// The key for identities.
    let identity: IdentityKey
    /// The source of IDs, codes and tokens. Cryptographically secure, except in tests.
    var random: any RandomNumberGenerator & Sendable

    /// The time of the present event.
    private(set) var now = Instant(nanoseconds: 0)
    /// The actions of the present event so far.
    var actions: [Action] = []
    var timers = TimerTable<Deadline>()
    var totals = Statistics.Totals()
    private(set) var isShutDown = false

    var connections: [ConnectionID: Connection] = [:]
    var devices: [DeviceID: Member] = [:]
    /// The number of `devices` without a socket.
    var graceDevices = 0
    var rooms: [RoomKey: Room] = [:]
    /// Devices linked by codes. Symmetric; at least one of two linked devices is in `devices`.
    var links: [DeviceID: Set<DeviceID>] = [:]
    var codes = CodeTable()
    var guesses = GuessLimiter()
    var relay = PairingTable()
    var grants = GrantTable()
    /// The sockets of probes.
    var probes: [GrantID: ConnectionID] = [:]

    /// A server without devices.
    package init(
        configuration: Configuration,
        identity: IdentityKey,
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.configuration = configuration
        self.identity = identity
        self.random = random
    }

    /// Handles an event and returns the actions that follow from it. `now` never goes back. Deadlines that have passed
    /// by `now` are handled after each event, so ``Rendezvous/Event/timer`` is needed only when nothing else happens.
    package mutating func handle(_ event: Event, now: Instant) -> [Action] {
        self.now = now
        if isShutDown {
            refuse(event)
        } else {
            dispatch(event)
            handleDeadlines()
        }
        defer { actions = [] }
        return actions
    }

    /// The time at which ``Rendezvous/Event/timer`` is due, nil for never. It may have changed after each event.
    package var nextDeadline: Instant? { timers.nextDeadline }

    private mutating func dispatch(_ event: Event) {
        switch event {
        case .connected(let connection, let context): connect(connection, context)
        case .contextChanged(let connection, let context): changeContext(of: connection, to: context)
        case .received(let connection, let message): receive(message, on: connection)
        case .receivedInvalid(let connection, let error): receiveInvalid(error, on: connection)
        case .disconnected(let connection, let loss): lose(connection, loss)
        case .relayArrived(let connection, let seat): takeSeat(seat, connection)
        case .relayEnded(let connection): endRelay(connection)
        case .turnSeen(let grant, let address, let placement): see(grant, from: address, placement)
        case .timer: break
        case .shutdown: shutDown()
        }
    }

    private mutating func handleDeadlines() {
        while let deadline = timers.popDue(now: now) {
            switch deadline {
            case .hello(let connection): breakRule(.badMessage, "No `hello` came in time", on: connection)
            case .grace(let device): remove(device)
            case .room(let room): tellPresence(in: room)
            case .links(let device): tellPresence(to: device)
            case .call(let caller, let callee): forgetCall(from: caller, to: callee)
            case .code(let slot): expireCode(in: slot)
            case .pairing(let number): expirePairing(number)
            case .grant(let name): revoke(name)
            case .probe(let name): expireProbe(name)
            }
        }
    }

    private mutating func shutDown() {
        for connection in connections.keys {
            actions.append(.close(connection, .goingAway, reason: "The server shuts down"))
        }
        for connection in relay.sockets {
            actions.append(.close(connection, .goingAway, reason: "The server shuts down"))
        }
        isShutDown = true
        timers = TimerTable()
        connections = [:]
        devices = [:]
        graceDevices = 0
        rooms = [:]
        links = [:]
        codes = CodeTable()
        relay = PairingTable()
        grants = GrantTable()
        probes = [:]
    }

    /// Handles an event during shutdown.
    private mutating func refuse(_ event: Event) {
        switch event {
        case .connected(let connection, _):
            actions.append(.close(connection, .goingAway, reason: "The server shuts down"))
        case .relayArrived(let connection, _):
            actions.append(.refuseRelay(connection))
        default:
            break
        }
    }
}
