import Crypto
import NIOCore
import NetPrimitives
import STUN
import Signaling
import TURN
import TURNGrants

/// Sends arbitrary messages in arbitrary order. Checks that packets leave only to permitted addresses and from open
/// relay sockets, and that no state is left when all grants are revoked.
///
/// Each step is a byte for the event and one for the client, with further bytes by event; messages are built with valid
/// credentials, or are raw bytes of the input.
func checkTURNServer(_ bytes: [UInt8]) {
    var bytes = bytes[...]
    var crowd = FuzzedClients()
    while let step = bytes.popFirst() {
        crowd.take(step, &bytes)
    }
    crowd.end()
}

/// The server, its clients, and their permissions.
private struct FuzzedClients: ~Copyable {
    private static let secret = SymmetricKey(data: [1, 2, 3])
    private static let own = IPAddress.v4(IPv4Address(203, 0, 113, 1))
    /// Addresses of signaled peers: the first two are permitted, the others never are.
    private static let addresses: [IPAddress] = [
        .v4(IPv4Address(198, 51, 100, 20)), .v4(IPv4Address(192, 168, 7, 9)), own, .v4(IPv4Address(127, 0, 0, 1)),
        .v4(IPv4Address(169, 254, 169, 254)), .v4(IPv4Address(10, 1, 1, 1)), .v4(IPv4Address(203, 0, 113, 255)),
        .v6(IPv6Address(high: 0, low: 0xFFFF_7F00_0001)), .v6(IPv6Address(high: 0x2002_7F00_0001_0000, low: 1)),
    ]
    private static let grants = ["A", "B", "C"].compactMap {
        GrantID($0 + String(repeating: "A", count: GrantID.textLength - 1))
    }

    /// The first two grants are the two sides of one conversation, the third belongs to another.
    private static func holder(of grant: GrantID) -> GrantHolder {
        let number = UInt64(grants.firstIndex(of: grant) ?? 0)
        return GrantHolder(
            device: .init(high: 0, low: number),
            peer: .init(high: 0, low: number == 2 ? 9 : 1 - number),
            network: NetworkPrefix(own, length: 32)
        )
    }

    private var server: TURNServer
    private var output = TURNServer.Output()
    private var now = Instant(nanoseconds: 0)
    private var open: Set<TURNServer.RelayID> = []
    private var opening: [TURNServer.RelayID] = []
    private var nonces: [TURNServer.Client: [UInt8]] = [:]
    private var transaction: UInt64 = 0

    init() {
        var configuration = TURNServer.Configuration(secret: Self.secret, nonceKey: Self.secret)
        configuration.relayPorts = 50_000...50_003
        configuration.allocationsPerGrant = 2
        configuration.allocationsPerNetwork = 3
        configuration.permissionsPerAllocation = 3
        configuration.channelsPerAllocation = 2
        configuration.bytesPerSecond = 1_000_000
        configuration.bytesPerSecondPerDevice = 100_000
        let interfaces = [
            InterfaceAddress(interface: "a", address: Self.own, prefixLength: 24),
            InterfaceAddress(interface: "b", address: .v4(IPv4Address(192, 168, 7, 1)), prefixLength: 24),
        ]
        server = TURNServer(
            configuration: configuration,
            network: .init(interfaces: interfaces),
            random: SeededRandom(seed: 1)
        )
        for grant in Self.grants {
            server.apply(
                .granted(grant, to: Self.holder(of: grant), until: now + .seconds(3600)),
                now: now,
                into: &output
            )
            server.apply(.peerAddresses(grant, Self.addresses), now: now, into: &output)
        }
    }

    mutating func take(_ step: UInt8, _ bytes: inout ArraySlice<UInt8>) {
        let client = client(bytes.popFirst() ?? 0)
        let isAgain = step / 12 % 2 == 1
        switch step % 12 {
        case 0: request(.allocate, from: client, [.requestedTransport(17)], isAgain, &bytes)
        case 1: request(.refresh, from: client, [], isAgain, &bytes)
        case 2: request(.createPermission, from: client, [.xorPeerAddress(peer(&bytes))], isAgain, &bytes)
        case 3:
            let attributes: [Attribute] = [.channelNumber(0x4000), .xorPeerAddress(peer(&bytes))]
            request(.channelBind, from: client, attributes, isAgain, &bytes)
        case 4: indication(from: client, &bytes)
        case 5: raw(from: client, &bytes)
        case 6: fromNetwork(&bytes)
        case 7: opened(&bytes)
        case 8: change(&bytes)
        case 9: server.streamClosed(client, now: now, into: &output)
        // Far beyond deadlines at times, without serving them: the next event comes late.
        case 10:
            now = now + .seconds(Int(bytes.popFirst() ?? 0) * (isAgain ? 40 : 4))
            return
        default: server.handleDeadlines(now: now, into: &output)
        }
        carryOut()
    }

    mutating func end() {
        for grant in Self.grants {
            server.apply(.revoked(grant), now: now, into: &output)
        }
        carryOut()
        // A device's rate limit is remembered for a while after the device has gone.
        for _ in Self.grants {
            guard let deadline = server.nextDeadline else { break }
            now = max(now, deadline)
            server.handleDeadlines(now: now, into: &output)
            carryOut()
        }
        let statistics = server.statistics
        precondition(statistics.allocations == 0 && statistics.grants == 0, "something is left")
        precondition(open.isEmpty, "a relay socket is left")
        precondition(server.nextDeadline == nil, "a timer is left")
    }

    private func client(_ number: UInt8) -> TURNServer.Client {
        TURNServer.Client(
            transport: number % 2 == 0 ? .udp : .tcp,
            address: TransportAddress(.v4(IPv4Address(192, 0, 2, 1)), port: UInt16(number % 6) + 1),
            server: TransportAddress(Self.own, port: 3478),
            socket: 0
        )
    }

    private func peer(_ bytes: inout ArraySlice<UInt8>) -> TransportAddress {
        let number = Int(bytes.popFirst() ?? 0)
        let ports: [UInt16] = [0, 53, 50_000, 50_001]
        return TransportAddress(Self.addresses[number % Self.addresses.count], port: ports[number / 64])
    }

    /// A request with valid credentials, its attributes followed by one of the input's own. With `isAgain` it has the
    /// transaction ID of the request before, as a retransmission has.
    private mutating func request(
        _ method: MessageType.Method,
        from client: TURNServer.Client,
        _ attributes: [Attribute],
        _ isAgain: Bool,
        _ bytes: inout ArraySlice<UInt8>
    ) {
        let grant = Self.grants[Int(client.address.port) % Self.grants.count]
        let credential = TimeLimitedCredential(expiry: 1, grant: "\(grant)", secret: Self.secret)
        var attributes = attributes
        if let type = bytes.popFirst(), type != 0 {
            let value = Array(bytes.prefix(Int(type % 9)))
            bytes = bytes.dropFirst(value.count)
            attributes.append(.other(AttributeType(rawValue: UInt16(type)), value))
        }
        attributes += [.username(Array(credential.name.utf8)), .realm(Array("ferry".utf8))]
        if let nonce = nonces[client] { attributes.append(.nonce(nonce)) }
        if !isAgain { transaction += 1 }
        var buffer = ByteBuffer()
        let id = TransactionID(high: 0, low: transaction)
        let writer = Message(MessageType(method, .request), id, attributes).write(to: &buffer)
        if nonces[client] != nil {
            writer.appendIntegrity(.sha1, with: IntegrityKey(credential, realm: "ferry"), to: &buffer)
        }
        receive(buffer, from: client)
    }

    private mutating func indication(from client: TURNServer.Client, _ bytes: inout ArraySlice<UInt8>) {
        let attributes: [Attribute] = [.xorPeerAddress(peer(&bytes)), .data([1, 2, 3])]
        var buffer = ByteBuffer()
        Message(MessageType(.send, .indication), TransactionID(high: 0, low: 0), attributes).write(to: &buffer)
        receive(buffer, from: client)
    }

    /// Sends raw bytes of the input.
    private mutating func raw(from client: TURNServer.Client, _ bytes: inout ArraySlice<UInt8>) {
        let length = Int(bytes.popFirst() ?? 0)
        receive(ByteBuffer(bytes: bytes.prefix(length)), from: client)
        bytes = bytes.dropFirst(length)
    }

    private mutating func receive(_ buffer: ByteBuffer, from client: TURNServer.Client) {
        if client.transport.isStream {
            var stream = buffer
            server.receive(stream: &stream, from: client, now: now, into: &output)
        } else {
            server.receive(buffer.readableBytesSpan, from: client, now: now, into: &output)
        }
    }

    private mutating func fromNetwork(_ bytes: inout ArraySlice<UInt8>) {
        let peer = peer(&bytes)
        let relays = Array(open) + opening
        guard let relay = relays.first(where: { $0.slot == UInt32(bytes.first ?? 0) % 4 }) else { return }
        let payload = ByteBuffer(bytes: bytes.prefix(5))
        server.receive(payload.readableBytesSpan, at: relay, from: peer, now: now, into: &output)
    }

    private mutating func opened(_ bytes: inout ArraySlice<UInt8>) {
        guard let relay = opening.popLast() else { return }
        if (bytes.popFirst() ?? 0) % 2 == 0 {
            open.insert(relay)
            server.relayOpened(relay, now: now, into: &output)
        } else {
            server.relayFailed(relay, now: now, into: &output)
        }
    }

    private mutating func change(_ bytes: inout ArraySlice<UInt8>) {
        let number = bytes.popFirst() ?? 0
        let grant = Self.grants[Int(number) % Self.grants.count]
        let end = now + .seconds(100)
        let changes: [GrantChange] = [
            .granted(grant, to: Self.holder(of: grant), until: end), .probe(grant, until: end),
            .suspended(grant, until: end), .resumed(grant),
            .revoked(grant), .peerAddresses(grant, Array(Self.addresses.prefix(Int(number >> 4)))),
        ]
        server.apply(changes[Int(number / 3) % changes.count], now: now, into: &output)
    }

    private mutating func carryOut() {
        let isLate = server.nextDeadline.map { $0 <= now } ?? false
        precondition(output.actions.isEmpty || !isLate, "what has ended is still there when something else is done")
        for action in output.actions {
            switch action {
            case .sendToClient(let client, let slice):
                remember(Array(output.bytes.readableBytesView[slice.range]), for: client)
            case .sendToPeer(let relay, let peer, _):
                precondition(open.contains(relay), "a packet leaves from a socket that is not open")
                precondition(Self.addresses.prefix(2).contains(peer.address), "a packet leaves to where it may not")
                precondition(peer.port >= 1024, "a packet leaves to a port of services")
            case .openRelay(let relay, _, let port, let local):
                precondition(local == Self.own, "packets would not leave from where they are said to come from")
                precondition((50_000...50_003).contains(port), "a port out of range")
                opening.append(relay)
            case .closeRelay(let relay):
                open.remove(relay)
                opening.removeAll { $0 == relay }
            case .closeStream, .seen:
                break
            }
        }
        output.removeAll()
    }

    /// Checks that a message to a client can be parsed, and keeps its nonce.
    private mutating func remember(_ bytes: [UInt8], for client: TURNServer.Client) {
        if ChannelData(parsing: bytes.span.bytes) != nil { return }
        guard let message = try? Message(parsing: bytes.span.bytes) else {
            preconditionFailure("a client is sent what it cannot read")
        }
        for case .nonce(let nonce) in message.attributes { nonces[client] = nonce }
    }
}
