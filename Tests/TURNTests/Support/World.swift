import Crypto
import NIOCore
import NetPrimitives
import STUN
import Signaling
import TURN
import TURNGrants

/// A server, a manual clock, and the server's actions.
final class World {
    /// A datagram from a relay socket.
    struct Relayed: Equatable {
        var relay: TURNServer.RelayID
        var peer: TransportAddress
        var payload: [UInt8]
    }

    /// A packet to a client.
    struct Delivered: Equatable {
        var client: TURNServer.Client
        var bytes: [UInt8]
    }

    static let secret = SymmetricKey(data: Array("the secret of this test".utf8))
    static let serverAddress = ip("203.0.113.1")

    var server: TURNServer
    var now = Instant(nanoseconds: 0)
    /// Whether relay sockets open immediately.
    var opensRelays = true
    private var output = TURNServer.Output()
    private var nextTransaction: UInt64 = 0

    var relayed: [Relayed] = []
    var delivered: [Delivered] = []
    var opening: [(relay: TURNServer.RelayID, family: AddressFamily, port: UInt16, local: IPAddress?)] = []
    var open: [TURNServer.RelayID: UInt16] = [:]
    var closedStreams: [TURNServer.Client] = []
    var seen: [(grant: GrantID, address: IPAddress)] = []

    init(
        interfaces: [InterfaceAddress] = World.publicInterfaces,
        external: [TURNServer.LocalNetwork.External] = [],
        aliases: [IPAddress] = [],
        seed: UInt64 = 1,
        configure: (inout TURNServer.Configuration) -> Void = { _ in }
    ) {
        var configuration = TURNServer.Configuration(
            secret: World.secret,
            nonceKey: SymmetricKey(data: Array("nonces".utf8))
        )
        configure(&configuration)
        server = TURNServer(
            configuration: configuration,
            network: .init(interfaces: interfaces, external: external, aliases: aliases),
            random: SeededRandom(seed: seed)
        )
    }

    /// A server on the Internet with both families.
    static let publicInterfaces = [
        InterfaceAddress(interface: "lo", address: ip("127.0.0.1"), prefixLength: 8),
        InterfaceAddress(interface: "eth0", address: serverAddress, prefixLength: 24),
        InterfaceAddress(interface: "eth0", address: ip("2001:db8::1"), prefixLength: 64),
    ]

    /// Advances the clock, and handles deadlines when they are due.
    func advance(_ duration: Duration) {
        let end = now + duration
        while let deadline = server.nextDeadline, deadline <= end {
            now = max(now, deadline)
            server.handleDeadlines(now: now, into: &output)
            carryOut()
        }
        now = end
    }

    /// Advances the clock without handling deadlines, as when the process is suspended.
    func stall(_ duration: Duration) {
        now = now + duration
    }

    func apply(_ change: GrantChange) {
        server.apply(change, now: now, into: &output)
        carryOut()
    }

    func receive(_ bytes: [UInt8], from client: TURNServer.Client) {
        if client.transport.isStream {
            var stream = ByteBuffer(bytes: bytes)
            receive(stream: &stream, from: client)
        } else {
            server.receive(bytes.span.bytes, from: client, now: now, into: &output)
            carryOut()
        }
    }

    func receive(stream: inout ByteBuffer, from client: TURNServer.Client) {
        server.receive(stream: &stream, from: client, now: now, into: &output)
        carryOut()
    }

    func receive(_ bytes: [UInt8], at relay: TURNServer.RelayID, from peer: TransportAddress) {
        server.receive(bytes.span.bytes, at: relay, from: peer, now: now, into: &output)
        carryOut()
    }

    func streamClosed(_ client: TURNServer.Client) {
        server.streamClosed(client, now: now, into: &output)
        carryOut()
    }

    func relayOpened(_ relay: TURNServer.RelayID) {
        server.relayOpened(relay, now: now, into: &output)
        carryOut()
    }

    func relayLost(_ relay: TURNServer.RelayID) {
        open[relay] = nil
        server.relayLost(relay, now: now, into: &output)
        carryOut()
    }

    func relayFailed(_ relay: TURNServer.RelayID) {
        server.relayFailed(relay, now: now, into: &output)
        carryOut()
    }

    /// The last packet to a client, which has to be a message.
    func lastAnswer() throws -> Message {
        let bytes = delivered.last?.bytes ?? []
        return try Message(parsing: bytes.span.bytes)
    }

    func transactionID() -> TransactionID {
        nextTransaction += 1
        return TransactionID(high: 7, low: nextTransaction)
    }

    private func carryOut() {
        let actions = output.actions
        let bytes = Array(buffer: output.bytes)
        output.removeAll()
        for action in actions {
            switch action {
            case .sendToClient(let client, let slice):
                delivered.append(Delivered(client: client, bytes: Array(bytes[slice.range])))
            case .sendToPeer(let relay, let peer, let slice):
                relayed.append(Relayed(relay: relay, peer: peer, payload: Array(bytes[slice.range])))
            case .openRelay(let relay, let family, let port, let local):
                opening.append((relay, family, port, local))
                if opensRelays {
                    open[relay] = port
                    server.relayOpened(relay, now: now, into: &output)
                }
            case .closeRelay(let relay):
                open[relay] = nil
            case .closeStream(let client):
                closedStreams.append(client)
            case .seen(let grant, let address):
                seen.append((grant, address))
            }
        }
        if !output.actions.isEmpty { carryOut() }
    }
}

/// An address from text that is known to be valid.
func ip(_ text: String) -> IPAddress {
    guard let address = IPAddress(text) else { preconditionFailure("\(text) is no address") }
    return address
}

func at(_ text: String, _ port: UInt16) -> TransportAddress {
    TransportAddress(ip(text), port: port)
}

extension GrantChange {
    /// The grants of the two sides of a conversation are neighbours in the alphabet: A and B, C and D. Each belongs to
    /// a device in its own network.
    static func granted(_ id: GrantID, until end: Instant) -> Self {
        let number = id.description.utf8.first ?? 0
        let network = NetworkPrefix(.v4(IPv4Address(198, 18, 0, number)), length: 32)
        return .granted(id, to: .holder(UInt64(number), network), until: end)
    }
}

extension GrantHolder {
    /// The device `number`, whose peer has the other number of the pair: 1 and 2, 65 and 66 for A and B.
    static func holder(_ number: UInt64, _ network: NetworkPrefix) -> Self {
        let peer = (number + 1 ^ 1) - 1
        return Self(device: .init(high: 7, low: number), peer: .init(high: 7, low: peer), network: network)
    }
}
