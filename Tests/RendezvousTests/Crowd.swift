import NetPrimitives
import Rendezvous
import Signaling
import Testing

/// Devices in three rooms and in none, and an account of who was joined with whom.
struct Crowd {
    let world: World
    private var random: SeededRandom
    private var present: [TestDevice] = []
    /// Tokens of devices that were here once.
    private var tokens: [String] = []
    private let placements: [Result<RoomKey, NoRoomReason>]
    private var rooms: [DeviceID: RoomKey] = [:]
    private var known: [DeviceID] = []
    private let calls: [CallID]
    /// Pairs that were joined by a code at some time.
    private var everLinked: Set<Set<DeviceID>> = []
    /// Those of them of which one was here ever since.
    private var linked: Set<Set<DeviceID>> = []

    init(seed: UInt64) throws {
        world = World(seed: seed)
        random = SeededRandom(seed: seed)
        placements = [
            .success(.lan), .success(.lan), .success(.public(try #require(NetworkPrefix("198.51.100.1/32")))),
            .success(.cgnat(IPv4Address(100, 64, 0, 1))), .failure(.publicOff),
        ]
        calls = try ["a", "b", "c"].map { try #require(CallID($0)) }
    }

    /// Lets one thing happen.
    mutating func step() {
        world.advance(by: .milliseconds(Int.random(in: 0...20, using: &random)))
        switch Int.random(in: 0..<20, using: &random) {
        case 0...4: join()
        case 5: part { $0.send(.bye) }
        case 6: part { $0.lose() }
        case 7: part { $0.hello() }
        case 8...9:
            let name = DeviceName(cleaning: "Name \(Int.random(in: 0..<1000, using: &random))")
            present.randomElement(using: &random)?.send(.update(name: name, availability: nil))
        case 10...11: shareCode()
        default: talk()
        }
    }

    /// Compares what each device was told with what is so, and returns what is not.
    func lies() -> [String] {
        var lies = world.faults
        let ids = Set(present.map(\.id))
        for device in present {
            for peer in present where peer !== device {
                lies += contradictions(between: device, and: peer)
            }
            if !Set(device.seen.keys).isSubset(of: ids) {
                lies.append("Somebody who has gone is still seen")
            }
        }
        return lies
    }

    private func contradictions(between device: TestDevice, and peer: TestDevice) -> [String] {
        let pair: Set = [device.id, peer.id]
        let shareRoom = rooms[device.id] != nil && rooms[device.id] == rooms[peer.id]
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

    /// Everybody goes.
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
        rooms[device.id] = try? placement.get()
    }

    private mutating func part(_ how: (TestDevice) -> Void) {
        guard let index = present.indices.randomElement(using: &random) else { return }
        let device = present.remove(at: index)
        how(device)
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
            // Anybody who was ever here, in sight or not.
            let target = known.randomElement(using: &random)
        else { return }
        let candidate = IceCandidate(candidate: "", mid: nil, line: nil, ufrag: nil)
        let messages: [ClientMessage] = [
            .offer(to: target, call: call, sdp: ""), .answer(to: target, call: call, sdp: ""),
            .candidate(to: target, call: call, candidate), .relayRequest(to: target, call: call, key: nil),
            .relayAccept(to: target, call: call, key: nil), .end(to: target),
            .error(to: target, call: call, code: .callFailed, message: ""),
        ]
        if let message = messages.randomElement(using: &random) {
            sender.send(message)
        }
    }
}
