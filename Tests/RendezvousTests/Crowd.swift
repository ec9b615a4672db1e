import NetPrimitives
import Rendezvous
import Signaling
import Testing

/// Devices in several rooms and in none, with a record of the devices that are linked.
struct Crowd {
    let world: World
    private var random: SeededRandom
    private var present: [TestDevice] = []
    /// Tokens of devices that were here before.
    private var tokens: [String] = []
    private let placements: [Result<RoomKey, NoRoomReason>]
    private var rooms = RoomOracle()
    /// Devices whose socket broke, with the time.
    private var lost: [DeviceID: Instant] = [:]
    private var known: [DeviceID] = []
    private let calls: [CallID]
    /// Pairs of devices that a code ever linked.
    private var everLinked: Set<Set<DeviceID>> = []
    /// The pairs among them of which one device has been here ever since.
    private var linked: Set<Set<DeviceID>> = []

    init(seed: UInt64) throws {
        world = World(seed: seed)
        random = SeededRandom(seed: seed)
        let networks = ["198.51.100.1/32", "198.51.100.2/32", "2001:db8:1::/64", "2001:db8:2::/64"]
        placements =
            [.success(.lan), .success(.cgnat(IPv4Address(100, 64, 0, 1))), .failure(.publicOff)]
            + (try networks.map { .success(.public(try #require(NetworkPrefix($0)))) })
        world.turnURLs = ["turn:192.0.2.1"]
        world.probeURLs = ["turn:192.0.2.1"]
        calls = try ["a", "b", "c"].map { try #require(CallID($0)) }
    }

    /// Makes one random event.
    mutating func step() {
        world.advance(by: .milliseconds(Int.random(in: 0...20, using: &random)))
        switch Int.random(in: 0..<24, using: &random) {
        case 0...3: join()
        case 4, 20...23: see()
        case 5: part(isGone: true) { $0.send(.bye) }
        case 6: part(isGone: false) { $0.lose() }
        case 7: part(isGone: false) { $0.hello() }
        case 8...9:
            let name = DeviceName(cleaning: "Name \(Int.random(in: 0..<1000, using: &random))")
            present.randomElement(using: &random)?.send(.update(name: name, availability: nil))
        case 10...11: shareCode()
        default: talk()
        }
    }

    /// Compares each device's knowledge with the truth, and returns the differences.
    func lies() -> [String] {
        var lies = world.faults
        let ids = Set(present.map(\.id))
        for device in present {
            for peer in present where peer !== device {
                lies += contradictions(between: device, and: peer)
            }
            lies += device.turns.compactMap { turn in
                let grant = turn.grant.flatMap { world.grant(named: $0) }
                let isLive = grant.map { world.ledger.live.contains($0) } ?? false
                return isLive && device.seen[turn.peer] == nil ? "A grant holds towards a device out of sight" : nil
            }
            if !Set(device.seen.keys).isSubset(of: ids) {
                lies.append("Somebody who has gone is still seen")
            }
        }
        return lies
    }

    private func contradictions(between device: TestDevice, and peer: TestDevice) -> [String] {
        let pair: Set = [device.id, peer.id]
        let shareRoom = !rooms.rooms(of: device.id, now: world.now)
            .isDisjoint(with: rooms.rooms(of: peer.id, now: world.now))
        let seen = device.seen[peer.id]
        let truths = [
            "Sight is mutual": (seen != nil) == (peer.seen[device.id] != nil),
            "Who shares a room meets by the room": (seen?.via == .room) == shareRoom,
            "Links last": seen != nil || !linked.contains(pair),
            "Links come from codes": seen?.via != .code || everLinked.contains(pair),
            "Names are the last ones given": seen == nil || seen?.profile.name == peer.name,
        ]
        return truths.filter { !$0.value }.map(\.key)
    }

    /// Lets all devices leave.
    mutating func leave() {
        present.forEach { $0.send(.bye) }
        present = []
    }

    private mutating func join() {
        guard let placement = placements.randomElement(using: &random) else { return }
        let token = Bool.random(using: &random) ? tokens.randomElement(using: &random) : nil
        let device = world.join("New", placement, token: token)
        if token == nil, let token = device.welcome?.token {
            tokens.append(token)
            known.append(device.id)
        }
        present.removeAll { $0.id == device.id }
        present.append(device)
        if let since = lost.removeValue(forKey: device.id), world.now >= since + .seconds(5) {
            rooms.leave(device.id)
        }
        rooms.connect(device.id, to: placement, now: world.now)
    }

    /// Sends an authenticated request under a random probe or grant.
    private mutating func see() {
        guard let device = present.randomElement(using: &random),
            let placement = placements.randomElement(using: &random)
        else { return }
        let address = IPAddress.v4(IPv4Address(bits: UInt32.random(in: 1...9, using: &random)))
        if Int.random(in: 0..<4, using: &random) == 0, let ended = world.ledger.revoked.randomElement(using: &random) {
            world.handle(.turnSeen(ended, address, placement: placement))
        } else if let name = [device.probe, device.grant].compactMap(\.self).randomElement(using: &random) {
            world.handle(.turnSeen(name, address, placement: placement))
            let isProbe = world.ledger.states[name] == .probe
            if isProbe, let room = try? placement.get() { rooms.see(device.id, in: room, now: world.now) }
        }
    }

    private mutating func part(isGone: Bool, _ how: (TestDevice) -> Void) {
        guard let index = present.indices.randomElement(using: &random) else { return }
        let device = present.remove(at: index)
        how(device)
        if isGone {
            rooms.leave(device.id)
        } else {
            lost[device.id] = world.now
        }
        let ids = Set(present.map(\.id))
        linked = linked.filter { !$0.isDisjoint(with: ids) }
    }

    private mutating func shareCode() {
        guard let creator = present.randomElement(using: &random), let guest = present.randomElement(using: &random),
            creator !== guest
        else { return }
        creator.send(.codeCreate)
        guard let code = creator.code else { return }
        guest.send(.codeJoin(code: code))
        everLinked.insert([creator.id, guest.id])
        linked.insert([creator.id, guest.id])
    }

    private mutating func talk() {
        guard let sender = present.randomElement(using: &random), let call = calls.randomElement(using: &random),
            // Any device that was ever here, in sight or not.
            let target = known.randomElement(using: &random)
        else { return }
        let line = "candidate:1 1 udp 1 10.0.0.\(Int.random(in: 0..<256, using: &random)) 5 typ host"
        let candidate = IceCandidate(candidate: line, mid: nil, line: nil, ufrag: nil)
        let messages: [ClientMessage] = [
            .offer(to: target, call: call, sdp: ""), .answer(to: target, call: call, sdp: ""),
            .candidate(to: target, call: call, candidate), .relayRequest(to: target, call: call, key: nil),
            .relayAccept(to: target, call: call, key: nil), .end(to: target), .turnRequest(to: target),
            .path(to: target, PathReport(.host, elapsed: 1)),
            .error(to: target, call: call, code: .callFailed, message: ""),
        ]
        if let message = messages.randomElement(using: &random) {
            sender.send(message)
        }
    }
}
