import NIOCore
import NetPrimitives
import STUN
import TURN
import TURNGrants
import Testing

@Suite("Clients over TCP and TLS")
struct StreamTests {
    let world = World()
    let device: Device
    let peer = at("198.51.100.20", 7000)

    init() throws {
        device = Device(world, .tcp)
        world.apply(.granted(grantID("A"), until: world.now + .seconds(86_400)))
        world.apply(.peerAddresses(grantID("A"), [peer.address]))
        try device.allocate()
        try device.bind(0x4000, to: peer)
        world.delivered.removeAll()
    }

    @Test("Messages do not depend on how their bytes arrive", arguments: [1, 2, 3, 5, 7, 64, 10_000])
    func pieces(size: Int) throws {
        var sent: [UInt8] = []
        for length in 0..<20 {
            sent += channelData((0..<length).map { UInt8($0) })
            let indication: [Attribute] = [.xorPeerAddress(peer), .data([UInt8](repeating: 9, count: length))]
            sent += bytes(Message(MessageType(.send, .indication), world.transactionID(), indication))
        }
        var stream = ByteBuffer()
        var offset = 0
        while offset < sent.count {
            stream.writeBytes(sent[offset..<min(offset + size, sent.count)])
            offset += size
            world.receive(stream: &stream, from: device.client)
        }
        #expect(stream.readableBytes == 0)
        #expect(world.relayed.count == 40)
        #expect(world.relayed.enumerated().allSatisfy { $0.element.payload.count == $0.offset / 2 })
    }

    @Test(
        "A connection that speaks something else is closed, and its allocation with it",
        arguments: ["220 mail.example ESMTP", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}", "\u{80}"]
    )
    func nonsense(text: String) {
        var stream = ByteBuffer(bytes: channelData([1]))
        stream.writeString(text)
        world.receive(stream: &stream, from: device.client)
        #expect(world.relayed.count == 1)
        #expect(world.closedStreams == [device.client])
        #expect(world.open.isEmpty)
        #expect(stream.readableBytes == 0)
    }

    @Test(
        "Text that could begin ChannelData ends the connection of a client that has no channels, whole or not",
        arguments: ["G", "POST / HTTP/1.1\r\n\r\n", "SSH-2.0-OpenSSH_9.6\r\n", "\u{40}\u{0}\u{0}\u{1}x\u{0}\u{0}\u{0}"]
    )
    func noChannels(text: String) {
        let stranger = Device(world, port: 5001, .tcp)
        var stream = ByteBuffer(string: text)
        world.receive(stream: &stream, from: stranger.client)
        #expect(world.closedStreams == [stranger.client])
        #expect(stream.readableBytes == 0)
        #expect(world.open.count == 1)
    }

    @Test("What a length announces is waited for")
    func announced() {
        var stream = ByteBuffer(bytes: [0x40, 0x00, 0xFF, 0xFF, 1, 2, 3])
        world.receive(stream: &stream, from: device.client)
        #expect(world.closedStreams.isEmpty)
        #expect(stream.readableBytes == 7)
        #expect(stream.capacity < 1000)
    }

    @Test("A message that is whole but means nothing leaves the connection open")
    func harmless() {
        var stream = ByteBuffer(bytes: [0x4F, 0xFF, 0, 0])
        world.receive(stream: &stream, from: device.client)
        #expect(world.closedStreams.isEmpty)
        #expect(world.open.count == 1)
    }

    @Test("When the connection ends, so does the allocation, and nobody needs to be told twice")
    func end() {
        world.streamClosed(device.client)
        world.streamClosed(device.client)
        #expect(world.open.isEmpty)
        #expect(world.server.statistics.allocations == 0)
    }

    private func channelData(_ payload: [UInt8]) -> [UInt8] {
        var buffer = ByteBuffer()
        ChannelData.write(payload.span.bytes, on: 0x4000, padded: true, to: &buffer)
        return Array(buffer: buffer)
    }
}
