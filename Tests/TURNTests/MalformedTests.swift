import NIOCore
import NetPrimitives
import STUN
import TURN
import TURNGrants
import Testing

@Suite("Broken packets")
struct MalformedTests {
    let world = World()
    let device: Device
    let peer = at("198.51.100.20", 7000)

    init() throws {
        device = Device(world)
        world.apply(.granted(grantID("A"), until: world.now + .seconds(86_400)))
        world.apply(.peerAddresses(grantID("A"), [peer.address]))
        try device.allocate()
        try device.bind(0x4000, to: peer)
    }

    /// One message of each kind that a client sends.
    private func packets() throws -> [[UInt8]] {
        var channelData = ByteBuffer()
        ChannelData.write([1, 2, 3, 4, 5].span.bytes, on: 0x4000, padded: false, to: &channelData)
        let indication: [Attribute] = [.xorPeerAddress(peer), .data([1, 2, 3, 4, 5])]
        return [
            Array(buffer: channelData),
            bytes(Message(MessageType(.send, .indication), world.transactionID(), indication)),
            bytes(Message(MessageType(.binding, .request), world.transactionID())),
            try device.signed(.allocate, [.requestedTransport(17), .lifetime(700)], world.transactionID()),
            try device.signed(.refresh, [.requestedAddressFamily(.v4)], world.transactionID(), .sha256),
            try device.signed(.createPermission, [.xorPeerAddress(peer)], world.transactionID()),
            try device.signed(.channelBind, [.channelNumber(0x4000), .xorPeerAddress(peer)], world.transactionID()),
        ]
    }

    @Test("Cut short anywhere, a packet reaches nobody and changes nothing")
    func truncated() throws {
        for packet in try packets() {
            for length in 0..<packet.count {
                world.receive(Array(packet.prefix(length)), from: device.client)
            }
        }
        #expect(world.relayed.isEmpty)
        #expect(world.open.count == 1)
    }

    @Test("With any byte changed, nothing traps and nothing goes to anybody but the peer")
    func flipped() throws {
        for packet in try packets() {
            for index in packet.indices {
                for change in [0x01, 0x80, 0xFF] as [UInt8] {
                    var changed = packet
                    changed[index] ^= change
                    world.receive(changed, from: device.client)
                    var stream = ByteBuffer(bytes: changed)
                    world.receive(stream: &stream, from: Device(world, .tcp).client)
                }
            }
        }
        #expect(world.relayed.allSatisfy { $0.peer.address == peer.address })
        #expect(world.open.count == 1)
        #expect(try device.request(.refresh)?.isSuccess == true)
    }

    @Test("Random bytes get no answer")
    func random() {
        var random = SeededRandom(seed: 11)
        world.delivered.removeAll()
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...80, using: &random)
            world.receive((0..<length).map { _ in random.next() }, from: device.client)
        }
        #expect(world.delivered.isEmpty)
        #expect(world.relayed.isEmpty)
        #expect(world.server.statistics.refused[.malformed] > 19_000)
    }

    @Test("A request whose fingerprint is wrong gets no answer, one whose fingerprint is right gets one with its own")
    func fingerprint() throws {
        var buffer = ByteBuffer()
        Message(MessageType(.binding, .request), world.transactionID()).write(to: &buffer)
            .appendFingerprint(to: &buffer)
        var packet = Array(buffer: buffer)
        world.delivered.removeAll()
        world.receive(packet, from: device.client)
        let answer = try #require(world.delivered.first).bytes
        var cursor = AttributeCursor()
        var isVerified = false
        while let field = try cursor.next(in: answer.span.bytes) {
            if field.type == .fingerprint { isVerified = Fingerprint.verify(field, in: answer.span.bytes) }
        }
        #expect(isVerified)
        packet[packet.count - 1] ^= 1
        world.delivered.removeAll()
        world.receive(packet, from: device.client)
        #expect(world.delivered.isEmpty)
    }
}
