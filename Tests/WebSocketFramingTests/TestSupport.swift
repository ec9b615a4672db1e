import NIOCore
import WebSocketFraming

extension ByteBuffer {
    /// `count` random bytes.
    static func random(count: Int, using random: inout some RandomNumberGenerator) -> ByteBuffer {
        ByteBuffer(bytes: (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }

    /// The readable bytes in pieces of random length.
    func split(maximumPiece: Int, using random: inout some RandomNumberGenerator) -> [ByteBuffer] {
        var rest = self
        var pieces: [ByteBuffer] = []
        while rest.readableBytes > 0 {
            let length = Int.random(in: 1...maximumPiece, using: &random)
            if let piece = rest.readSlice(length: min(length, rest.readableBytes)) { pieces.append(piece) }
        }
        return pieces
    }
}

extension MaskingKey {
    static func random(using random: inout some RandomNumberGenerator) -> MaskingKey {
        MaskingKey(bigEndian: UInt32.random(in: .min ... .max, using: &random))
    }
}

/// The events of an assembler for a stream of bytes, up to its end or its first error.
struct Transcript: Equatable {
    var events: [MessageAssembler.Event] = []
    var error: FramingError?

    init(
        of pieces: [ByteBuffer],
        sentBy sender: FrameHeader.Sender = .client,
        limits: MessageLimits = .signaling
    ) {
        var assembler = MessageAssembler(sentBy: sender, limits: limits)
        do throws(FramingError) {
            for piece in pieces {
                var piece = piece
                while let event = try assembler.next(from: &piece) { events.append(event) }
            }
        } catch {
            self.error = error
        }
    }

    init(events: [MessageAssembler.Event], error: FramingError? = nil) {
        self.events = events
        self.error = error
    }
}

/// A client's frame.
func clientFrame(
    _ opcode: Opcode,
    _ payload: ByteBuffer = ByteBuffer(),
    isFinal: Bool = true,
    key: MaskingKey = MaskingKey(0x37, 0xFA, 0x21, 0x3D)
) -> ByteBuffer {
    var bytes = ByteBuffer()
    bytes.writeFrame(opcode, isFinal: isFinal, maskingKey: key, payload: payload)
    return bytes
}

func clientFrame(_ opcode: Opcode, _ text: String, isFinal: Bool = true) -> ByteBuffer {
    clientFrame(opcode, ByteBuffer(string: text), isFinal: isFinal)
}
