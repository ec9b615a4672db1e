import NetPrimitives
import Rendezvous
import Signaling

/// A server in virtual time, and the devices that join and leave it. It does the shell's duties: it reports closed
/// sockets and serves timers.
struct Passage: ~Copyable {
    private var rendezvous: Rendezvous
    private var random: SeededRandom
    private var now = Instant(nanoseconds: 0)
    private var lastConnection: UInt64 = 0
    /// The open sockets and their devices.
    private var open: [ConnectionID: DeviceID] = [:]
    /// The last code that the server gave out.
    private var code = ""
    /// Tokens of devices that come back now and then.
    private let tokens: [String]
    private let call: CallID

    init(seed: UInt64) {
        guard let key = IdentityKey(bytes: [UInt8](0..<32)), let call = CallID("call") else {
            preconditionFailure("32 bytes are a key, and four letters a call")
        }
        // A small room, so that some devices find it full.
        var configuration = Rendezvous.Configuration(version: "simulation")
        configuration.roomMembers = 8
        rendezvous = Rendezvous(configuration: configuration, identity: key, random: SeededRandom(seed: seed))
        random = SeededRandom(seed: seed)
        tokens = (1...50).map { key.token(for: DeviceID(high: 0, low: $0)) }
        self.call = call
    }

    /// The number of devices that joined so far.
    var joins: Int { rendezvous.statistics.totals.joins }

    /// The state that is left although all devices have gone.
    var leftovers: [String] {
        let statistics = rendezvous.statistics
        var expected = Rendezvous.Statistics()
        expected.totals = statistics.totals
        let isTrue = [
            "state, \(statistics)": statistics == expected,
            "devices that never left": statistics.totals.joins == statistics.totals.leaves,
            "a timer": rendezvous.nextDeadline == nil,
            "a socket": open.isEmpty,
        ]
        return isTrue.filter { !$0.value }.map(\.key)
    }

    /// Five devices join, call each other, share a code, and leave, some with `bye`, some by losing the connection.
    mutating func comeAndGo() {
        let devices = (0..<5).map { _ in join() }
        for (device, neighbour) in zip(devices, devices.dropFirst()) {
            guard let peer = open[neighbour] else { continue }
            handle(.received(device, .offer(to: peer, call: call, sdp: "v=0")))
            handle(.received(device, .turnRequest(to: peer)))
        }
        handle(.received(devices[0], .codeCreate))
        handle(.received(devices[1], .codeJoin(code: code)))
        handle(.received(devices[2], .codeCreate))
        for device in devices where open[device] != nil {
            handle(Bool.random(using: &random) ? .disconnected(device) : .received(device, .bye))
        }
        advance(by: .milliseconds(Int.random(in: 0...300, using: &random)))
    }

    /// Advances the time until everything with a lifetime has expired.
    mutating func rest() {
        advance(by: .seconds(700))
    }

    /// A device joins. Now and then it has a token: it was here before, or is still here and replaces itself.
    private mutating func join() -> ConnectionID {
        lastConnection += 1
        let connection = ConnectionID(lastConnection)
        let address = IPAddress.v4(IPv4Address(bits: 0xC0A8_0000 | UInt32(truncatingIfNeeded: lastConnection % 65_536)))
        let context = ClientContext(
            address: address,
            placement: .success(.lan),
            addresses: ClientAddresses(
                urls: ["http://192.168.0.2/"],
                secureUrls: [],
                turnURLs: ["turn:192.168.0.2"]
            )
        )
        let token = Int.random(in: 0..<8, using: &random) == 0 ? tokens.randomElement(using: &random) : nil
        handle(.connected(connection, context))
        let hello = ClientMessage.Hello(
            name: DeviceName(cleaning: "Passing"),
            kind: .phone,
            webrtc: true,
            availability: .open,
            token: token
        )
        handle(.received(connection, .hello(hello)))
        return connection
    }

    private mutating func advance(by duration: Duration) {
        let end = now + duration
        while let deadline = rendezvous.nextDeadline, deadline <= end {
            now = max(now, deadline)
            handle(.timer)
        }
        now = end
    }

    private mutating func handle(_ event: Rendezvous.Event) {
        if case .disconnected(let connection, _) = event { open[connection] = nil }
        for action in rendezvous.handle(event, now: now) {
            switch action {
            case .send(let connection, .welcome(let welcome)): open[connection] = welcome.you.id
            case .send(_, .code(let code, _)): self.code = code
            case .close(let connection, _, _): handle(.disconnected(connection))
            default: break
            }
        }
    }
}
