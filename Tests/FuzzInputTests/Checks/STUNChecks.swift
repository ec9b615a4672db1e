import NIOCore
import STUN

/// Checks that a parsed message can be written and parsed again to the same, and that the reader without copies finds
/// the same attributes.
func checkSTUNMessage(_ bytes: [UInt8]) {
    guard let message = try? Message(parsing: bytes.span.bytes) else { return }
    var buffer = ByteBuffer()
    message.write(to: &buffer)
    let written = Array(buffer: buffer)
    precondition(written.count <= bytes.count, "a message grows when it is written")
    guard let again = try? Message(parsing: written.span.bytes) else {
        preconditionFailure("a message that was written cannot be read")
    }
    precondition(again == message, "a message changes when it is written")

    let key = IntegrityKey(shortTermPassword: [7])
    var cursor = AttributeCursor()
    var types: [AttributeType] = []
    while let field = try? cursor.next(in: bytes.span.bytes) {
        types.append(field.type)
        precondition(field.start >= MessageHeader.size && field.value.upperBound <= bytes.count)
        // Verification must not trap, whatever the fields hold.
        for algorithm in [IntegrityAlgorithm.sha1, .sha256] where field.type == algorithm.attribute {
            _ = algorithm.verify(field, in: bytes.span.bytes, with: key)
        }
        if field.type == .fingerprint { _ = Fingerprint.verify(field, in: bytes.span.bytes) }
    }
    precondition(types == message.attributes.map(\.type), "the two ways to read a message differ")
}

/// Checks that the messages in a stream do not depend on how it is cut, and are never longer than the limit.
///
/// The first byte gives the size of the pieces.
func checkStreamFrames(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let stream = bytes.dropFirst()
    let whole = frames(stream, pieces: stream.count)
    let cut = frames(stream, pieces: Int(first))
    precondition(whole.messages == cut.messages, "messages depend on how their bytes arrive")
    precondition(whole.isBroken == cut.isBroken, "whether a stream is broken depends on how its bytes arrive")
}

private func frames(_ stream: ArraySlice<UInt8>, pieces: Int) -> (messages: [[UInt8]], isBroken: Bool) {
    var stream = stream
    var buffer = ByteBuffer()
    var messages: [[UInt8]] = []
    while true {
        switch StreamFrame(at: buffer.readableBytesSpan) {
        case .message(let count, let padded):
            precondition(count <= padded && padded <= StreamFrame.maximumSize && padded <= buffer.readableBytes)
            messages.append(Array(buffer.readableBytesView.prefix(count)))
            buffer.moveReaderIndex(forwardBy: padded)
        case .incomplete:
            precondition(buffer.readableBytes < StreamFrame.maximumSize, "a message longer than messages are")
            guard !stream.isEmpty else { return (messages, false) }
            buffer.writeBytes(stream.prefix(max(pieces, 1)))
            stream = stream.dropFirst(max(pieces, 1))
        case .broken:
            return (messages, true)
        }
    }
}
