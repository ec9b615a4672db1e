import NIOCore
import STUN
import Testing

@Suite("Messages in a stream")
struct FramingTests {
    @Test("A message is there when its last byte is", arguments: [0, 1, 3, 4, 5, 500, 65_535])
    func channelData(length: Int) throws {
        var buffer = ByteBuffer()
        let payload = [UInt8](repeating: 5, count: length)
        ChannelData.write(payload.span.bytes, on: 0x4001, padded: true, to: &buffer)
        let bytes = Array(buffer: buffer)
        #expect(bytes.count % 4 == 0)
        #expect(frame(bytes) == .message(count: length + 4, padded: bytes.count))
        #expect(frame(bytes + [1, 2, 3]) == .message(count: length + 4, padded: bytes.count))
        for length in [0, 1, 2, 3, 4, bytes.count - 1] where length < bytes.count {
            #expect(frame(Array(bytes.prefix(length))) == .incomplete)
        }
        let data = try #require(read(bytes))
        #expect(data.number == 0x4001)
        #expect(Array(bytes[data.payload]) == payload)
        #expect(bytes.count <= StreamFrame.maximumSize)
    }

    @Test("STUN messages are found by their header")
    func messages() {
        let bytes = Vectors.request
        #expect(frame(bytes) == .message(count: bytes.count, padded: bytes.count))
        for length in bytes.indices {
            #expect(frame(Array(bytes.prefix(length))) == .incomplete)
        }
    }

    @Test("What can be neither is broken, as early as that can be told")
    func broken() {
        #expect(frame([0x7F]) == .incomplete)
        #expect(frame([0x80]) == .broken)
        #expect(frame([0x80, 0]) == .broken)
        #expect(frame([0xFF, 0, 0, 0]) == .broken)
        #expect(frame([0, 1, 0, 3]) == .broken)
        #expect(frame([0, 1, 0, 0, 0x21, 0x12, 0xA4]) == .incomplete)
        #expect(frame([0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x43]) == .broken)
    }

    @Test("ChannelData is one of its numbers, and not longer than its datagram")
    func channelNumbers() {
        #expect(read([0x3F, 0xFF, 0, 0]) == nil)
        #expect(read([0x40, 0x00, 0, 0])?.payload == 4..<4)
        #expect(read([0x7F, 0xFF, 0, 1, 9])?.payload == 4..<5)
        #expect(read([0x80, 0x00, 0, 0]) == nil)
        #expect(read([0x40, 0x00, 0, 2, 9]) == nil)
        #expect(read([0x40, 0x00, 0]) == nil)
    }

    private func read(_ bytes: [UInt8]) -> ChannelData? {
        ChannelData(parsing: bytes.span.bytes)
    }

    private func frame(_ bytes: [UInt8]) -> StreamFrame {
        StreamFrame(at: bytes.span.bytes)
    }
}
