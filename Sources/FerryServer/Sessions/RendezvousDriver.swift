import DatagramIO
import Logging
import NIOCore
import NetPrimitives
import Rendezvous
import Signaling
import TURN
import TURNGrants
import WebSocketFraming
import WebSocketServer

/// Feeds ``Rendezvous`` with events and performs its actions. Bound to one event loop.
final class RendezvousDriver {
    private let eventLoop: any EventLoop
    private var core: Rendezvous
    private let tickets: RelayTickets
    private let metrics: ServerMetrics
    private let logger: Logger
    private var strangers: StrangerLog

    /// The TURN server that enforces the core's grants; nil without TURN.
    var turn: TURNHost?

    private var sockets: [ConnectionID: WebSocket] = [:]
    /// The visits of the signaling sockets' clients.
    private(set) var visits: [ConnectionID: Visit] = [:]
    /// The TURN URLs for the clients that reach TURN.
    private var turnURLs: [ConnectionID: (turn: [String], probe: [String])] = [:]
    private var legs: [ConnectionID: RelayLeg] = [:]
    /// Events that wait until the actions of an earlier one are performed.
    private var events = CircularBuffer<Rendezvous.Event>(initialCapacity: 1)
    private var isPerforming = false
    private lazy var timer = LoopTimer(on: eventLoop) { [unowned self] in timerFired() }
    private var isShutDown = false

    init(
        core: consuming Rendezvous,
        eventLoop: any EventLoop,
        tickets: RelayTickets,
        metrics: ServerMetrics,
        logger: Logger
    ) {
        self.core = core
        self.eventLoop = eventLoop
        self.tickets = tickets
        self.metrics = metrics
        self.logger = logger
        strangers = StrangerLog(logger)
    }

    /// The core's present statistics.
    var statistics: Rendezvous.Statistics { core.statistics }

    // MARK: Events

    /// Handles a signaling socket that was opened.
    func connected(_ id: ConnectionID, _ socket: WebSocket, _ client: ClientContext, _ visit: Visit) {
        sockets[id] = socket
        visits[id] = visit
        keepTURN(client.addresses, for: id)
        handle(.connected(id, client))
    }

    /// Replaces the contexts of clients. A client that connected in the meantime has a current one already.
    func contextsChanged(to contexts: [ConnectionID: ClientContext]) {
        for (id, context) in contexts where sockets[id] != nil {
            keepTURN(context.addresses, for: id)
            handle(.contextChanged(id, context))
        }
    }

    private func keepTURN(_ addresses: ClientAddresses, for id: ConnectionID) {
        turnURLs[id] = addresses.turnURLs.isEmpty ? nil : (addresses.turnURLs, addresses.probeURLs)
    }

    /// Handles a message on a signaling socket.
    func received(_ event: Rendezvous.Event) {
        handle(event)
    }

    /// Handles the end of a signaling socket.
    func disconnected(_ id: ConnectionID, _ loss: SocketLoss) {
        sockets[id] = nil
        visits[id] = nil
        turnURLs[id] = nil
        handle(.disconnected(id, loss))
    }

    /// Handles a relay socket that is open; its handshake has used up the ticket of `seat`.
    func relayArrived(_ id: ConnectionID, _ leg: RelayLeg, _ seat: RelaySeat) {
        legs[id] = leg
        handle(.relayArrived(id, seat))
    }

    /// Handles the end of a relay socket.
    func relayEnded(_ id: ConnectionID) {
        guard legs.removeValue(forKey: id) != nil else { return }
        handle(.relayEnded(id))
    }

    /// Handles a use of a grant from `address`, whose room is `placement`.
    func turnSeen(_ grant: GrantID, _ address: IPAddress, placement: Result<RoomKey, NoRoomReason>) {
        handle(.turnSeen(grant, address, placement: placement))
    }

    /// Shuts the core down.
    func shutDown() {
        guard !isShutDown else { return }
        handle(.shutdown)
        isShutDown = true
        strangers.close()
        timer.stop()
    }

    private var now: Instant { Instant(eventLoop.now) }

    /// Handles one event after the other. An action can cause an event at once: a socket whose backlog is full closes
    /// when a message is sent to it. Such an event waits until all actions of the current one are performed, so that
    /// every device gets its messages in the order in which they were decided.
    private func handle(_ event: Rendezvous.Event) {
        events.append(event)
        guard !isPerforming else { return }
        isPerforming = true
        while let event = events.popFirst() {
            for action in core.handle(event, now: now) { perform(action) }
        }
        isPerforming = false
        timer.ensure(by: core.nextDeadline)
    }

    // MARK: Actions

    private func perform(_ action: Rendezvous.Action) {
        switch action {
        case .send(let id, let message):
            sockets[id]?.send(text: Self.encoded(message))
        case .broadcast(let ids, let message):
            broadcast(Self.encoded(message), to: ids)
        case .close(let id, let code, let reason):
            sockets[id]?.close(code, reason)
            legs[id]?.close(code, reason)
        case .issueTickets(let issued):
            tickets.issue(issued)
        case .withdrawTickets(let seats):
            tickets.withdraw(seats)
        case .refuseRelay(let id):
            legs.removeValue(forKey: id)?.close(.policyViolation, "this token is no longer good")
        case .joinRelay(let join):
            self.join(join)
        case .issueTURN(let id, let peer, let grant, let lifetime):
            let servers = iceServers(turnURLs[id]?.turn, grant, lifetime)
            let seconds = Int(lifetime.components.seconds)
            sockets[id]?.send(text: Self.encoded(.turn(peer: peer, iceServers: servers, seconds: seconds)))
        case .issueProbe(let id, var welcome, let grant, let lifetime):
            welcome.server.probe = iceServers(turnURLs[id]?.probe, grant, lifetime).first
            sockets[id]?.send(text: Self.encoded(.welcome(welcome)))
        case .turn(let change):
            turn?.apply(change)
        case .log(let occurrence):
            occurrence.log(to: logger, strangers: &strangers, now: now)
        }
    }

    /// An ICE server with `urls`; none without TURN.
    private func iceServers(_ urls: [String]?, _ grant: GrantID, _ lifetime: Duration) -> [IceServer] {
        guard let turn, let urls else { return [] }
        return [turn.iceServer(urls, grant: grant, lifetime: lifetime)]
    }

    private static func encoded(_ message: ServerMessage) -> ByteBuffer {
        var buffer = ByteBuffer()
        message.encode(into: &buffer)
        return buffer
    }

    /// Sends with one task for each event loop, not one for each socket.
    private func broadcast(_ text: ByteBuffer, to ids: [ConnectionID]) {
        let receivers = Dictionary(grouping: ids.compactMap { sockets[$0] }) { ObjectIdentifier($0.eventLoop) }
        for group in receivers.values {
            group.first?.eventLoop.runNow {
                for socket in group { socket.send(text: text) }
            }
        }
    }

    private func join(_ join: RelayJoin) {
        guard let first = legs[join.first], let second = legs[join.second] else { return }
        let limits = RelayLimits(
            maximumBytes: join.byteLimit == 0 ? nil : join.byteLimit,
            lifetime: join.timeLimit.map { .nanoseconds($0.wholeNanoseconds) }
        )
        metrics.relaysJoined.add(1)
        RelayLeg.join(first, second, limits: limits, observer: RelayCounter(metrics: metrics))
    }

    // MARK: Time

    private func timerFired() {
        guard let deadline = core.nextDeadline else { return }
        if deadline <= now { handle(.timer) } else { timer.ensure(by: deadline) }
    }
}

extension EventLoop {
    /// Runs `body` on this loop, at once when this is the current one.
    fileprivate func runNow(_ body: @escaping @Sendable () -> Void) {
        if inEventLoop { body() } else { execute(body) }
    }
}
