import NIOCore
import Testing
import WebSocketFraming

@Suite("Frame headers")
struct FrameHeaderTests {
    @Test(
        "are written as in the examples of RFC 6455, section 5.7",
        arguments: [
            ([0x81, 0x05], FrameHeader(opcode: .text, payloadLength: 5)),
            ([0x01, 0x03], FrameHeader(isFinal: false, opcode: .text, payloadLength: 3)),
            ([0x80, 0x02], FrameHeader(opcode: .continuation, payloadLength: 2)),
            ([0x89, 0x05], FrameHeader(opcode: .ping, payloadLength: 5)),
            ([0x82, 0x7E, 0x01, 0x00], FrameHeader(opcode: .binary, payloadLength: 256)),
            ([0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0], FrameHeader(opcode: .binary, payloadLength: 65_536)),
        ] as [([UInt8], FrameHeader)]
    )
    func examples(bytes: [UInt8], header: FrameHeader) throws {
        var written = ByteBuffer()
        written.writeFrameHeader(header)
        #expect(written == ByteBuffer(bytes: bytes))
        #expect(try FrameHeader.read(from: &written, sentBy: .server, maximumPayload: .max) == header)
        #expect(written.readableBytes == 0)
    }

    @Test("read back what was written, at every length where the encoding changes")
    func roundTrip() throws {
        let lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 1 << 32, Int.max]
        for length in lengths {
            let header = FrameHeader(opcode: .binary, maskingKey: MaskingKey(1, 2, 3, 4), payloadLength: length)
            var bytes = ByteBuffer()
            bytes.writeFrameHeader(header)
            #expect(try FrameHeader.read(from: &bytes, sentBy: .client, maximumPayload: .max) == header)
        }
    }

    @Test("wait for their last byte without moving")
    func incomplete() throws {
        var whole = ByteBuffer()
        whole.writeFrameHeader(
            FrameHeader(opcode: .binary, maskingKey: MaskingKey(1, 2, 3, 4), payloadLength: 70_000)
        )
        #expect(whole.readableBytes == FrameHeader.maximumSize)
        for count in 0..<whole.readableBytes {
            var part = try #require(whole.getSlice(at: 0, length: count))
            #expect(try FrameHeader.read(from: &part, sentBy: .client, maximumPayload: .max) == nil)
            #expect(part.readableBytes == count)
        }
    }

    @Test("are accepted exactly when RFC 6455 allows their first two bytes")
    func sweepOfFirstTwoBytes() {
        for first in UInt8.min ... .max {
            for second in UInt8.min ... .max {
                // Enough bytes for the longest header; the length is minimal for both long forms.
                var bytes = ByteBuffer(
                    bytes: [first, second, 0, 1, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 9, count: 8)
                )
                if second & 0x7F == 126 { bytes.setInteger(UInt16(126), at: 2) }
                if second & 0x7F == 127 { bytes.setInteger(UInt64(65_536), at: 2) }
                let isControl = first & 0x08 != 0
                let isAllowed =
                    first & 0x70 == 0 && [0, 1, 2, 8, 9, 10].contains(first & 0x0F) && second & 0x80 != 0
                    && (!isControl || (first & 0x80 != 0 && second & 0x7F <= 125))
                let header = try? FrameHeader.read(from: &bytes, sentBy: .client, maximumPayload: .max)
                #expect((header != nil) == isAllowed, "\(first) \(second)")
            }
        }
    }

    @Test(
        "say what is wrong with them",
        arguments: [
            ([0xC1, 0x80], .reservedBits), ([0x91], .reservedBits), ([0x83], .reservedOpcode(3)),
            ([0x8B], .reservedOpcode(11)), ([0x09], .fragmentedControlFrame), ([0x81, 0x05], .unmaskedFrame),
            ([0x89, 0xFE], .oversizedControlFrame), ([0x88, 0xFF], .oversizedControlFrame),
            ([0x82, 0xFE, 0x00, 0x7D], .nonMinimalLength),
            ([0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], .nonMinimalLength),
            ([0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0], .nonMinimalLength),
            ([0x82, 0xFE, 0x04, 0x01], .messageTooBig),
            ([0x82, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .messageTooBig),
        ] as [([UInt8], FramingError)]
    )
    func malformed(bytes: [UInt8], error: FramingError) {
        var buffer = ByteBuffer(bytes: bytes)
        #expect(throws: error) {
            try FrameHeader.read(from: &buffer, sentBy: .client, maximumPayload: 1024)
        }
    }

    @Test("of a server must not be masked")
    func maskedServerFrame() {
        var buffer = ByteBuffer(bytes: [0x81, 0x85])
        #expect(throws: FramingError.maskedFrame) {
            try FrameHeader.read(from: &buffer, sentBy: .server, maximumPayload: .max)
        }
    }
}
