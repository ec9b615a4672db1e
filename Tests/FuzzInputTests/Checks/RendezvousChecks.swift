import NetPrimitives
import Rendezvous
import Signaling
import TURNGrants

/// Sends arbitrary messages in arbitrary order. Checks that no device learns of a device out of its sight, that only
/// open sockets are written to, and that no state is left when all devices have gone.
///
/// Each step is a byte for the event, and one or two for the devices.
func checkRendezvous(_ bytes: [UInt8]) {
    guard let identity = IdentityKey(bytes: Array(repeating: 7, count: IdentityKey.byteCount)) else { return }
    var configuration = Rendezvous.Configuration(version: "fuzz")
    configuration.roomMembers = 4
    configuration.pendingCalls = 2
    configuration.conversations = 2
    configuration.codes = 3
    configuration.links = 2
    configuration.graceDevices = 2
    configuration.relay?.pairs = 2
    configuration.turn.grants = 2
    configuration.turn.suspendedGrants = 2
    var script = Script(bytes: bytes)
    var crowd = FuzzedCrowd(
        rendezvous: Rendezvous(configuration: configuration, identity: identity, random: Counter())
    )
    while let step = script.next() {
        crowd.take(step, &script)
    }
    crowd.everybodyLeaves()
}

/// The bytes of an input in order; behind the last one there are zeros.
private struct Script {
    private var bytes: ArraySlice<UInt8>

    init(bytes: [UInt8]) {
        self.bytes = bytes[...]
    }

    mutating func next() -> UInt8? { bytes.popFirst() }

    /// One of `choices`, nil when there are none.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice? {
        let number = Int(next() ?? 0)
        return choices.isEmpty ? nil : choices[number % choices.count]
    }
}

/// A generator of the same pseudo-random numbers each time (SplitMix64).
private struct Counter: RandomNumberGenerator, Sendable {
    private var state: UInt64 = 0

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// The server, and the state of its clients that the checks need.
private struct FuzzedCrowd: ~Copyable {
    var rendezvous: Rendezvous
    private var now = Instant(nanoseconds: 0)
    private var nextConnection: UInt64 = 0
    private var candidates = 0
    private var sockets: [ConnectionID] = []
    private var relaySockets: [ConnectionID] = []
    /// The devices each socket was told of.
    private var views: [ConnectionID: Set<DeviceID>] = [:]
    private var tokens: [String] = []
    private var devices: [DeviceID] = []
    private var codes = ["1-amber-canoe"]
    private var relayTokens = ["none"]
    /// The seats of all relay tickets that were issued, by their tokens.
    private var seats: [String: RelaySeat] = [:]
    /// The tokens that are valid now.
    private var tickets: Set<String> = []
    private var hasTicket = false
    /// The grants and probes that the TURN server knows; true for suspended ones.
    private var grants: [GrantID: Bool] = [:]
    /// All grants and probes so far, including ended ones.
    private var everGranted: [GrantID] = []

    init(rendezvous: consuming Rendezvous) {
        self.rendezvous = rendezvous
    }

    mutating func take(_ step: UInt8, _ script: inout Script) {
        now = now + .milliseconds(10 * Int(step >> 5))
        switch step & 0x1F {
        case 0...2: connect(&script)
        case 3: script.pick(sockets).map { disconnect($0) }
        case 4: handle(.timer)
        case 5: now = now + .seconds(Int(script.next() ?? 0))
        case 6: requestRelay(&script)
        case 7: script.pick(relaySockets).map { endRelay($0) }
        case 10: see(&script)
        default:
            guard let socket = script.pick(sockets), let message = message(step & 0x1F, &script) else { return }
            handle(.received(socket, message))
        }
    }

    mutating func everybodyLeaves() {
        for socket in sockets { disconnect(socket) }
        for socket in relaySockets { endRelay(socket) }
        handle(.timer)
        while let deadline = rendezvous.nextDeadline {
            precondition(deadline > now, "what was due was not done")
            now = deadline
            handle(.timer)
        }
        var nothing = Rendezvous.Statistics()
        nothing.totals = rendezvous.statistics.totals
        precondition(grants.isEmpty, "a grant is left when everybody has gone")
        precondition(rendezvous.statistics == nothing, "something is left when everybody has gone")
    }

    // MARK: Events

    private mutating func connect(_ script: inout Script) {
        let context = ClientContext(
            address: .v4(IPv4Address(bits: 0x0A00_0000 + UInt32(script.next() ?? 0) % 4)),
            placement: script.pick(Self.placements) ?? .success(.lan),
            addresses: ClientAddresses(
                urls: [],
                secureUrls: [],
                turnURLs: ["turn:192.0.2.1"],
                probeURLs: ["turn:192.0.2.1"]
            )
        )
        let socket = newConnection()
        sockets.append(socket)
        handle(.connected(socket, context))
    }

    private static let placements: [Result<RoomKey, NoRoomReason>] =
        [.success(.lan), .failure(.publicOff)]
        + ["198.51.100.1/32", "2001:db8:1::/64", "2001:db8:2::/64"].compactMap(NetworkPrefix.init).map {
            .success(.public($0))
        }

    private mutating func see(_ script: inout Script) {
        guard let grant = script.pick(everGranted), let placement = script.pick(Self.placements) else { return }
        let address = IPAddress.v4(IPv4Address(bits: UInt32(script.next() ?? 0)))
        handle(.turnSeen(grant, address, placement: placement))
    }

    private mutating func disconnect(_ socket: ConnectionID) {
        sockets.removeAll { $0 == socket }
        views[socket] = nil
        handle(.disconnected(socket, socket.number.isMultiple(of: 2) ? .closed : .lost))
    }

    private mutating func requestRelay(_ script: inout Script) {
        guard let token = script.pick(relayTokens), let seat = seats[token] else { return }
        // A token without a ticket stands for a handshake that was answered on another loop while its ticket was
        // withdrawn.
        hasTicket = tickets.remove(token) != nil
        let socket = newConnection()
        if hasTicket { relaySockets.append(socket) }
        handle(.relayArrived(socket, seat))
    }

    private mutating func endRelay(_ socket: ConnectionID) {
        relaySockets.removeAll { $0 == socket }
        handle(.relayEnded(socket))
    }

    private mutating func newConnection() -> ConnectionID {
        nextConnection += 1
        return ConnectionID(nextConnection)
    }

    private mutating func message(_ kind: UInt8, _ script: inout Script) -> ClientMessage? {
        if kind < 14 {
            let token = kind < 11 ? nil : script.pick(tokens)
            let name = DeviceName(cleaning: "Device \(script.next() ?? 0)")
            return .hello(
                .init(name: name, kind: .phone, webrtc: true, availability: kind == 8 ? .busy : .open, token: token)
            )
        }
        guard let to = script.pick(devices), let call = CallID("c\((script.next() ?? 0) % 3)") else { return nil }
        switch kind {
        case 14: return .update(name: DeviceName(cleaning: "Other name"), availability: .busy)
        case 15, 16: return .offer(to: to, call: call, sdp: "")
        case 17: return .answer(to: to, call: call, sdp: "")
        case 18:
            candidates += 1
            let line = "candidate:1 1 udp 1 10.0.0.\(candidates % 256) 9 typ host"
            return .candidate(to: to, call: call, IceCandidate(candidate: line, mid: nil, line: nil, ufrag: nil))
        case 19, 20: return .relayRequest(to: to, call: call, key: nil)
        case 21, 22: return .relayAccept(to: to, call: call, key: nil)
        case 23: return .error(to: to, call: call, code: .callDeclined, message: "")
        case 24: return .end(to: to)
        case 25: return .codeCreate
        case 26: return .turnRequest(to: to)
        case 27: return .codeCancel
        case 28, 29: return script.pick(codes).map { .codeJoin(code: $0) }
        case 30: return .path(to: to, PathReport(.relay, elapsed: 1))
        default: return .bye
        }
    }

    // MARK: Actions

    private mutating func handle(_ event: Rendezvous.Event) {
        for action in rendezvous.handle(event, now: now) {
            switch action {
            case .send(let socket, let message): hear(message, on: socket)
            case .broadcast(let sockets, let message): for socket in sockets { hear(message, on: socket) }
            case .close(let socket, _, _):
                // The shell reports the end of a closed socket, as always.
                if relaySockets.contains(socket) { endRelay(socket) } else { disconnect(socket) }
            case .issueTickets(let issued):
                for ticket in issued {
                    precondition(!seats.values.contains(ticket.seat), "a seat of the relay is given twice")
                    precondition(seats.updateValue(ticket.seat, forKey: ticket.token) == nil, "a token is issued twice")
                    tickets.insert(ticket.token)
                }
            case .withdrawTickets(let withdrawn):
                let tokens = tickets.filter { seats[$0].map(withdrawn.contains) ?? false }
                precondition(tokens.count == withdrawn.count, "a ticket is withdrawn that is not there")
                tickets.subtract(tokens)
            case .joinRelay(let join):
                precondition(join.first != join.second, "a relay socket is joined with itself")
                precondition(
                    relaySockets.contains(join.first) && relaySockets.contains(join.second),
                    "a relay socket is joined that is not there"
                )
            case .issueTURN(let socket, let peer, let grant, _):
                precondition(grants[grant] == false, "a device is given a grant that does not hold")
                hear(.turn(peer: peer, iceServers: [], seconds: 1), on: socket)
            case .issueProbe(let socket, let welcome, let grant, _):
                precondition(grants[grant] == false, "a device is given a probe that does not hold")
                hear(.welcome(welcome), on: socket)
            case .turn(let change): apply(change)
            case .refuseRelay: precondition(!hasTicket, "a relay socket with a ticket is refused")
            case .log: break
            }
        }
    }

    private mutating func apply(_ change: GrantChange) {
        switch change {
        case .granted(let grant, _, _), .probe(let grant, _):
            precondition(grants[grant] != true, "a grant that is suspended is given again")
            grants[grant] = false
            everGranted.append(grant)
        case .peerAddresses(let grant, let addresses):
            precondition(grants[grant] != nil && addresses.count <= 64, "addresses of no grant, or too many")
        case .suspended(let grant, _):
            precondition(grants.updateValue(true, forKey: grant) == false, "what is no grant is suspended")
        case .resumed(let grant):
            precondition(grants.updateValue(false, forKey: grant) == true, "what is not suspended is resumed")
        case .revoked(let grant):
            precondition(grants.removeValue(forKey: grant) != nil, "what is no grant is revoked")
        }
    }

    private mutating func hear(_ message: ServerMessage, on socket: ConnectionID) {
        precondition(sockets.contains(socket), "something is said to a socket that is not there")
        switch message {
        case .welcome(let welcome):
            precondition(views[socket] == nil, "a socket is welcomed twice")
            views[socket] = Set(welcome.devices.map(\.profile.id))
            tokens.append(welcome.token)
            devices.append(welcome.you.id)
        case .presence(let presence): see(presence, on: socket)
        case .offer(let from, _, _), .answer(let from, _, _), .candidate(let from, _, _), .relayRequest(let from, _),
            .turn(let from, _, _):
            precondition(views[socket]?.contains(from) == true, "a device out of sight is heard")
        case .relayReady(let ready):
            precondition(views[socket]?.contains(ready.peer) == true, "a device out of sight is heard")
            relayTokens.append(ready.token)
        case .code(let code, _): codes.append(code)
        case .urls, .peerError, .end, .codeJoined, .codeEnded, .error, .pong: break
        }
    }

    private mutating func see(_ presence: Presence, on socket: ConnectionID) {
        guard var view = views[socket] else { preconditionFailure("presence comes before welcome") }
        for device in presence.joined {
            precondition(view.insert(device.profile.id).inserted, "a device comes twice")
        }
        for device in presence.changed {
            precondition(view.contains(device.profile.id), "a device changes that is not there")
        }
        for id in presence.left {
            precondition(view.remove(id) != nil, "a device leaves that is not there")
        }
        views[socket] = view
    }
}
