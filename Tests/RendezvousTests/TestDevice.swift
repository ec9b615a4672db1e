import NetPrimitives
import Rendezvous
import Signaling
import TURNGrants
import WebSocketFraming

/// A client that takes every message for true.
final class TestDevice {
    private unowned let world: World
    let connection: ConnectionID
    private(set) var inbox: [ServerMessage] = []
    private(set) var welcome: Welcome?
    /// The devices in its sight, by its welcome and presence messages.
    private(set) var seen: [DeviceID: Device] = [:]
    private var isLost = false

    init(world: World, connection: ConnectionID) {
        self.world = world
        self.connection = connection
    }

    /// Its ID; before its welcome, an ID that no device has.
    var id: DeviceID { welcome?.you.id ?? DeviceID(high: 0, low: 0) }
    /// Its last name, as the server cleaned it.
    var name: DeviceName? { givenName ?? welcome?.you.name }
    private var givenName: DeviceName?
    var isConnected: Bool { !isLost && closeCode == nil }
    var closeCode: CloseCode? { world.closed[connection] }
    var names: Set<String> { Set(seen.values.map(\.profile.name.text)) }
    var errors: [ErrorReport] {
        inbox.compactMap { if case .error(let report) = $0 { report } else { nil } }
    }
    /// The last code it got.
    var code: String? {
        inbox.reversed().lazy.compactMap { if case .code(let code, _) = $0 { code } else { nil } }.first
    }
    /// The last relay token it got.
    var relayToken: String? {
        inbox.reversed().lazy.compactMap { if case .relayReady(let ready) = $0 { ready.token } else { nil } }.first
    }
    /// The `relay-ready` messages it got.
    var relayHalves: [RelayReady] {
        inbox.compactMap { if case .relayReady(let ready) = $0 { ready } else { nil } }
    }
    /// The TURN servers it got: the peer, the user name (nil for no server) and the lifetime.
    var turns: [(peer: DeviceID, grant: String?, seconds: Int)] {
        inbox.compactMap {
            if case .turn(let peer, let servers, let seconds) = $0 {
                (peer, servers.first?.username, seconds)
            } else {
                nil
            }
        }
    }
    /// The last grant it got.
    var grant: GrantID? { turns.last?.grant.flatMap { world.grant(named: $0) } }
    /// The probe it got.
    var probe: GrantID? { welcome?.server.probe?.username.flatMap { world.grant(named: $0) } }
    /// Messages from other devices.
    var fromPeers: [ServerMessage] {
        inbox.filter {
            switch $0 {
            case .offer, .answer, .candidate, .relayRequest, .peerError, .end: true
            default: false
            }
        }
    }

    /// The devices that a code linked with it.
    var joinedByCode: Set<DeviceID> {
        Set(inbox.compactMap { if case .codeJoined(let peer) = $0 { peer.profile.id } else { nil } })
    }

    func send(_ message: ClientMessage) {
        if case .update(let name?, _) = message {
            givenName = name
        }
        world.handle(.received(connection, message))
    }

    func hello(
        _ name: String = "Somebody",
        token: String? = nil,
        availability: Availability = .open,
        instance: PageInstance? = nil
    ) {
        send(
            .hello(
                ClientMessage.Hello(
                    name: DeviceName(cleaning: name),
                    kind: .desktop,
                    webrtc: true,
                    availability: availability,
                    token: token,
                    instance: instance
                )
            )
        )
    }

    /// Breaks the socket, or closes it with the page.
    func lose(_ loss: SocketLoss = .lost) {
        isLost = true
        world.handle(.disconnected(connection, loss))
    }

    func forgetInbox() {
        inbox = []
    }

    /// Takes a message in, and returns its faults.
    func receive(_ message: ServerMessage) -> [String] {
        inbox.append(message)
        switch message {
        case .welcome(let welcome):
            self.welcome = welcome
            seen = Dictionary(welcome.devices.map { ($0.profile.id, $0) }) { first, _ in first }
            return seen.count == welcome.devices.count && seen[id] == nil ? [] : ["A welcome names a device twice"]
        case .presence(let presence):
            return apply(presence)
        case .offer(let sender, _, _), .answer(let sender, _, _), .candidate(let sender, _, _),
            .relayRequest(let sender, _), .peerError(let sender, _, _, _), .end(let sender), .turn(let sender, _, _):
            return seen[sender] == nil ? ["A message came from a device out of sight"] : []
        default:
            return []
        }
    }

    private func apply(_ presence: Presence) -> [String] {
        var faults: [String] = []
        for device in presence.joined {
            let id = device.profile.id
            if id == self.id { faults.append("A device joined itself") }
            if seen.updateValue(device, forKey: id) != nil { faults.append("A device joined twice") }
        }
        for device in presence.changed {
            let id = device.profile.id
            if id == self.id { faults.append("A device was told of its own change") }
            if seen.updateValue(device, forKey: id) == nil { faults.append("An unknown device changed") }
        }
        for id in presence.left where seen.removeValue(forKey: id) == nil {
            faults.append("An unknown device left")
        }
        return faults
    }
}
