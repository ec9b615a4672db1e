import NIOCore
import NetPrimitives
import Testing
import WebSocketFraming

@Suite("Masking")
struct MaskingTests {
    /// Masking as in RFC 6455, section 5.3, byte by byte.
    private func reference(_ payload: ByteBuffer, key: [UInt8]) -> ByteBuffer {
        ByteBuffer(bytes: payload.readableBytesView.enumerated().map { $1 ^ key[$0 % 4] })
    }

    @Test("gives the masked Hello of RFC 6455, section 5.7")
    func hello() {
        #expect(
            clientFrame(.text, "Hello")
                == ByteBuffer(bytes: [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
        )
    }

    @Test("is the same as byte by byte, for all lengths around the words it works in and at any alignment")
    func lengths() {
        var random = SeededRandom(seed: 1)
        for length in 0...67 {
            for offset in 0...8 {
                let payload = ByteBuffer.random(count: length, using: &random)
                let key = (0..<4).map { _ in UInt8.random(in: .min ... .max, using: &random) }
                var source = ByteBuffer(repeating: 0, count: offset)
                source.writeImmutableBuffer(payload)
                source.moveReaderIndex(forwardBy: offset)
                var output = ByteBuffer(repeating: 0, count: 8 - offset)
                output.moveReaderIndex(forwardBy: 8 - offset)
                output.writeMasked(
                    from: &source,
                    length: length,
                    key: MaskingKey(key[0], key[1], key[2], key[3])
                )
                #expect(output == reference(payload, key: key))
                #expect(source.readableBytes == 0)
            }
        }
    }

    @Test("in pieces is the same as in one")
    func pieces() {
        var random = SeededRandom(seed: 2)
        for _ in 0..<200 {
            let payload = ByteBuffer.random(count: Int.random(in: 0...300, using: &random), using: &random)
            let key = MaskingKey.random(using: &random)
            var (whole, source) = (ByteBuffer(), payload)
            whole.writeMasked(from: &source, length: payload.readableBytes, key: key)

            var (output, phase) = (ByteBuffer(), key)
            for piece in payload.split(maximumPiece: 19, using: &random) {
                var piece = piece
                let length = piece.readableBytes
                output.writeMasked(from: &piece, length: length, key: phase)
                phase = phase.advanced(by: length)
            }
            #expect(output == whole)
        }
    }

    @Test("twice gives the payload back")
    func involution() {
        var random = SeededRandom(seed: 3)
        let payload = ByteBuffer.random(count: 1000, using: &random)
        let key = MaskingKey.random(using: &random)
        var (once, twice, source) = (ByteBuffer(), ByteBuffer(), payload)
        once.writeMasked(from: &source, length: 1000, key: key)
        twice.writeMasked(from: &once, length: 1000, key: key)
        #expect(twice == payload)
    }

    @Test("keys keep their bytes' order through an integer of the wire")
    func keyOrder() {
        #expect(MaskingKey(bigEndian: 0x0102_0304) == MaskingKey(1, 2, 3, 4))
        #expect(MaskingKey(1, 2, 3, 4).bigEndian == 0x0102_0304)
        #expect(MaskingKey(1, 2, 3, 4).advanced(by: 5) == MaskingKey(2, 3, 4, 1))
        #expect(MaskingKey(1, 2, 3, 4).advanced(by: 8) == MaskingKey(1, 2, 3, 4))
    }
}
