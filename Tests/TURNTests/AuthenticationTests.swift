import NIOCore
import NetPrimitives
import STUN
import TURN
import TURNGrants
import Testing

@Suite("Who is let in")
struct AuthenticationTests {
    let world = World()
    let device: Device

    init() {
        device = Device(world)
        world.apply(.granted(grantID("A"), until: world.now + .seconds(86_400)))
    }

    @Test(
        "A request without credentials is told the realm and a nonce",
        arguments: [MessageType.Method.allocate, .refresh, .createPermission, .channelBind]
    )
    func challenge(method: MessageType.Method) throws {
        let answer = try #require(try device.plainRequest(method))
        #expect(answer.error == 401)
        #expect(answer.attributes.contains(.realm(Array("ferry".utf8))))
        #expect(answer.nonce?.count == 16)
    }

    @Test("What a stranger is told is hardly more than what was asked, and leaves nothing behind")
    func challengeIsSmall() throws {
        _ = try device.plainRequest(.allocate)
        // Each has 28 bytes of IP and UDP headers.
        #expect(try #require(world.delivered.last).bytes.count + 28 < 2 * (MessageHeader.size + 28))
        #expect(world.server.statistics.allocations == 0)
        #expect(world.opening.isEmpty && world.seen.isEmpty)
    }

    @Test("A request that shows only a part of its credentials gets 400")
    func incomplete() throws {
        let nonce = try #require(try device.plainRequest(.allocate)?.nonce)
        let all: [Attribute] = [
            .username(Array(device.credential.name.utf8)), .realm(Array("ferry".utf8)), .nonce(nonce),
        ]
        for missing in all.indices {
            var some = all
            some.remove(at: missing)
            #expect(try send(some, key: device.key)?.error == 400)
        }
        #expect(try send(all, key: device.key)?.isSuccess == true)
    }

    @Test("Wrong passwords, realms and names get 401")
    func wrong() throws {
        let nonce = try #require(try device.plainRequest(.allocate)?.nonce)
        let name = Array(device.credential.name.utf8)
        let realm = Array("ferry".utf8)
        let stranger = IntegrityKey(name: name, realm: realm, password: "guess".utf8)
        #expect(try send([.username(name), .realm(realm), .nonce(nonce)], key: stranger)?.error == 401)
        for text in ["anna", "01800000000:\(device.grant)", "+1:\(device.grant)", "1:short", ":\(device.grant)", "1:"] {
            let credential = TimeLimitedCredential(name: text, secret: World.secret)
            let key = IntegrityKey(credential, realm: "ferry")
            #expect(try send([.username(Array(text.utf8)), .realm(realm), .nonce(nonce)], key: key)?.error == 401)
        }
        let other = Array("other".utf8)
        let key = IntegrityKey(name: name, realm: other, password: device.credential.password.utf8)
        #expect(try send([.username(name), .realm(other), .nonce(nonce)], key: key)?.error == 401)
        #expect(world.server.statistics.refused[.unauthorized] == 9)
    }

    @Test("A request that was changed on its way gets 401")
    func changed() throws {
        var bytes = try device.signed(.allocate, [.requestedTransport(17), .lifetime(700)], world.transactionID())
        bytes[35] ^= 1
        world.receive(bytes, from: device.client)
        #expect(try world.lastAnswer().error == 401)
    }

    @Test("A nonce is good for an hour, for the client it was given to")
    func nonces() throws {
        try device.allocate()
        world.advance(.seconds(500))
        try device.request(.refresh, [.lifetime(3600)])
        world.advance(.seconds(3100))
        #expect(try device.request(.refresh, [.lifetime(3600)])?.isSuccess == true)
        world.advance(.seconds(1))
        let stale = try #require(try device.request(.refresh))
        #expect(stale.error == 438)
        device.nonce = stale.nonce
        #expect(try device.request(.refresh)?.isSuccess == true)

        let other = Device(world, port: 5001)
        other.nonce = device.nonce
        #expect(try other.allocate().error == 438)
        other.nonce = Array("no nonce".utf8)
        #expect(try other.allocate().error == 438)
    }

    @Test("A credential without grant gets 403, however well it is signed")
    func noGrant() throws {
        #expect(try Device(world, grant: "B").allocate().error == 403)
        #expect(world.seen.isEmpty)
    }

    @Test("Requests of another name than the allocation's get 441")
    func otherName() throws {
        try device.allocate()
        let other = Device(world, grant: "A", expiry: 1_900_000_000)
        #expect(try other.request(.refresh)?.error == 441)
        #expect(try other.permit(at("198.51.100.20", 1))?.error == 441)
        #expect(try other.bind(0x4000, to: at("198.51.100.20", 1))?.error == 441)
        #expect(try device.request(.refresh)?.isSuccess == true)
    }

    @Test("Strangers get so many answers and no more; over TCP, where addresses are not forged, all")
    func challengeLimit() throws {
        var answers = 0
        for port in 1...200 as ClosedRange<UInt16> {
            if try Device(world, from: "192.0.2.77", port: port).plainRequest(.allocate) != nil { answers += 1 }
        }
        #expect(answers == 50)
        #expect(world.server.statistics.refused[.challengeLimit] == 150)
        #expect(try Device(world, from: "192.0.2.78", port: 1).plainRequest(.allocate)?.error == 401)
        #expect(try Device(world, from: "192.0.2.77", port: 1, .tcp).plainRequest(.allocate)?.error == 401)
        world.advance(.seconds(1))
        answers = 0
        for port in 1...200 as ClosedRange<UInt16> {
            if try Device(world, from: "192.0.2.77", port: port).plainRequest(.allocate) != nil { answers += 1 }
        }
        #expect(answers == 10)
    }

    @Test("A flood from forged addresses leaves nothing behind")
    func flood() throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<10_000 {
            let address = IPAddress.v4(IPv4Address(bits: random.next()))
            let client = TURNServer.Client(
                transport: .udp,
                address: TransportAddress(address, port: .random(in: 1...UInt16.max, using: &random)),
                server: TransportAddress(World.serverAddress, port: 3478),
                socket: 0
            )
            world.receive(bytes(Message(MessageType(.allocate, .request), world.transactionID())), from: client)
            world.delivered.removeAll()
        }
        let statistics = world.server.statistics
        #expect(statistics.allocations == 0)
        #expect(statistics.grants == 1)
        #expect(world.opening.isEmpty)
    }

    private func send(_ attributes: [Attribute], key: IntegrityKey) throws -> Message? {
        var buffer = ByteBuffer()
        let all = [Attribute.requestedTransport(17)] + attributes
        let message = Message(MessageType(.allocate, .request), world.transactionID(), all)
        message.write(to: &buffer).appendIntegrity(.sha1, with: key, to: &buffer)
        world.delivered.removeAll()
        world.receive(Array(buffer: buffer), from: device.client)
        return try world.delivered.isEmpty ? nil : world.lastAnswer()
    }
}
