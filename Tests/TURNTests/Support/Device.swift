import NIOCore
import NetPrimitives
import STUN
import TURN
import TURNGrants
import Testing

/// A TURN client that behaves as browsers do.
final class Device {
    let world: World
    let client: TURNServer.Client
    let grant: GrantID
    let credential: TimeLimitedCredential
    var nonce: [UInt8]?
    private(set) var relayed: TransportAddress?
    private(set) var relay: TURNServer.RelayID?

    init(
        _ world: World,
        from address: String = "198.51.100.10",
        port: UInt16 = 5000,
        at server: IPAddress = World.serverAddress,
        _ transport: TURNServer.Client.Transport = .udp,
        grant: Character = "A",
        expiry: UInt64 = 1_800_000_000
    ) {
        self.world = world
        client = TURNServer.Client(
            transport: transport,
            address: at(address, port),
            server: TransportAddress(server, port: 3478),
            socket: UInt32(port)
        )
        self.grant = grantID(grant)
        credential = TimeLimitedCredential(expiry: expiry, grant: "\(self.grant)", secret: World.secret)
    }

    var key: IntegrityKey { IntegrityKey(credential, realm: "ferry") }

    /// Sends a request with credentials and returns the response.
    @discardableResult
    func request(
        _ method: MessageType.Method,
        _ attributes: [Attribute] = [],
        _ transactionID: TransactionID? = nil
    ) throws -> Message? {
        let transactionID = transactionID ?? world.transactionID()
        let count = world.delivered.count
        world.receive(try signed(method, attributes, transactionID), from: client)
        return try answer(to: transactionID, after: count)
    }

    /// The bytes of a request with credentials.
    func signed(
        _ method: MessageType.Method,
        _ attributes: [Attribute],
        _ transactionID: TransactionID,
        _ integrity: IntegrityAlgorithm = .sha1
    ) throws -> [UInt8] {
        let nonce = try nonce ?? challenge()
        self.nonce = nonce
        let credentials: [Attribute] = [
            .username(Array(credential.name.utf8)), .realm(Array("ferry".utf8)), .nonce(nonce),
        ]
        var buffer = ByteBuffer()
        let writer = Message(MessageType(method, .request), transactionID, attributes + credentials).write(to: &buffer)
        writer.appendIntegrity(integrity, with: key, to: &buffer)
        return Array(buffer: buffer)
    }

    /// Sends a request without credentials and returns the response.
    @discardableResult
    func plainRequest(_ method: MessageType.Method, _ attributes: [Attribute] = []) throws -> Message? {
        let transactionID = world.transactionID()
        let count = world.delivered.count
        world.receive(bytes(Message(MessageType(method, .request), transactionID, attributes)), from: client)
        return try answer(to: transactionID, after: count)
    }

    /// Makes an allocation and keeps its relayed address.
    @discardableResult
    func allocate(_ attributes: [Attribute] = []) throws -> Message {
        let answer = try #require(try request(.allocate, [.requestedTransport(17)] + attributes))
        if answer.type.class == .success {
            relayed = answer.relayedAddress
            relay = world.opening.last?.relay
        }
        return answer
    }

    @discardableResult
    func permit(_ peers: TransportAddress...) throws -> Message? {
        try request(.createPermission, peers.map { .xorPeerAddress($0) })
    }

    @discardableResult
    func bind(_ number: UInt16, to peer: TransportAddress) throws -> Message? {
        try request(.channelBind, [.channelNumber(number), .xorPeerAddress(peer)])
    }

    func send(_ payload: [UInt8], to peer: TransportAddress, _ others: [Attribute] = []) {
        let type = MessageType(.send, .indication)
        let attributes = [.xorPeerAddress(peer), .data(payload)] + others
        world.receive(bytes(Message(type, world.transactionID(), attributes)), from: client)
    }

    func send(_ payload: [UInt8], on channel: UInt16) {
        var buffer = ByteBuffer()
        ChannelData.write(payload.span.bytes, on: channel, padded: client.transport.isStream, to: &buffer)
        world.receive(Array(buffer: buffer), from: client)
    }

    /// The data from peers since the last call, with their sources.
    func received() throws -> [Data] {
        let mine = world.delivered.filter { $0.client == client }
        world.delivered.removeAll { $0.client == client }
        return try mine.map { try Data($0.bytes) }
    }

    private func challenge() throws -> [UInt8] {
        let answer = try #require(try plainRequest(.allocate, [.requestedTransport(17)]))
        #expect(answer.error == 401)
        return try #require(answer.nonce)
    }

    private func answer(to transactionID: TransactionID, after count: Int) throws -> Message? {
        let new = world.delivered[count...].filter { $0.client == client && $0.bytes[0] < 0x40 }
        let answers = try new.map { try Message(parsing: $0.bytes.span.bytes) }
        return answers.first { $0.transactionID == transactionID }
    }
}

/// A peer's data as a client receives it.
enum Data: Equatable {
    case indication(from: TransportAddress, [UInt8])
    case channel(UInt16, [UInt8])
    case other

    init(_ bytes: [UInt8]) throws {
        if let data = ChannelData(parsing: bytes.span.bytes) {
            self = .channel(data.number, Array(bytes[data.payload]))
            return
        }
        let message = try Message(parsing: bytes.span.bytes)
        guard message.type == MessageType(.data, .indication), message.attributes.count == 2,
            case .xorPeerAddress(let peer) = message.attributes[0], case .data(let data) = message.attributes[1]
        else {
            self = .other
            return
        }
        self = .indication(from: peer, data)
    }
}

extension Message {
    /// The number of its ERROR-CODE.
    var error: UInt16? {
        for case .errorCode(let code, _) in attributes { return code.rawValue }
        return nil
    }

    var nonce: [UInt8]? {
        for case .nonce(let nonce) in attributes { return nonce }
        return nil
    }

    var lifetime: UInt32? {
        for case .lifetime(let lifetime) in attributes { return lifetime }
        return nil
    }

    var relayedAddress: TransportAddress? {
        for case .xorRelayedAddress(let address) in attributes { return address }
        return nil
    }

    var mappedAddress: TransportAddress? {
        for case .xorMappedAddress(let address) in attributes { return address }
        return nil
    }

    var isSuccess: Bool { type.class == .success }
}

func bytes(_ message: Message) -> [UInt8] {
    var buffer = ByteBuffer()
    message.write(to: &buffer)
    return Array(buffer: buffer)
}

/// A grant whose 22 characters begin with `first`.
func grantID(_ first: Character) -> GrantID {
    guard let id = GrantID("\(first)" + String(repeating: "A", count: 21)) else {
        preconditionFailure("\(first) begins no grant")
    }
    return id
}
