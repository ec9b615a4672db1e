package import NIOCore

/// Passes binary messages on as they come: unmasks a client's frames and frames them anew for another client, without
/// ever holding a frame.
///
/// Each piece of payload that has arrived leaves as a frame of its own, a fragment of its message (RFC 6455, section
/// 5.4). So what was written is always whole frames: a pong can go between them, and when the sender vanishes in the
/// middle of a frame, a close frame can still follow.
///
/// What it passes on are messages within its ``MessageLimits``: a frame that would go beyond them is refused by its
/// header, before any of it is passed on.
package struct FrameForwarder: Sendable {
    /// What the client said that is not to be passed on.
    package enum Event: Hashable, Sendable {
        /// To be answered with a pong of the same payload.
        case ping(ByteBuffer)
        /// An answer to a ping of ours.
        case pong(ByteBuffer)
        /// The client sends nothing more. `nil`: it gave no status.
        case close(CloseStatus?)
    }

    private enum MessageState {
        /// Between messages.
        case none
        /// In a message of which nothing was passed on yet.
        case begun
        /// In a message whose first fragment was passed on.
        case continued
    }

    private let limits: MessageLimits
    private var reader = FrameReader(sentBy: .client)
    private var message = MessageState.none
    /// In bytes: what may still come of the message after the frame that is being read.
    private var room: Int
    /// Frames of the message, the one that is being read included.
    private var fragments = 0
    private var control = ByteBuffer()
    private var isFinished = false

    /// At the beginning of a client's stream of frames.
    package init(limits: MessageLimits = .relay) {
        self.limits = limits
        room = limits.maximumMessageSize
    }

    /// Takes bytes and appends the frames to pass on to `output`, until something else has come or the bytes are used
    /// up (`nil`).
    ///
    /// Throws the ``FramingError`` that the connection is to be closed for; what was appended until then is whole.
    package mutating func next(
        from bytes: inout ByteBuffer,
        into output: inout ByteBuffer
    ) throws(FramingError) -> Event? {
        do {
            while !isFinished, let (frame, isNew) = try reader.frame(from: &bytes, maximumPayload: room) {
                if frame.header.opcode.isControl {
                    guard reader.takePayload(from: &bytes, into: &control) else { return nil }
                    return try finishControl(frame.header.opcode)
                }
                if isNew { try begin(frame.header) }
                guard forward(frame, from: &bytes, into: &output) else { return nil }
            }
        } catch {
            isFinished = true
            bytes.clear()
            throw error
        }
        if isFinished { bytes.clear() }
        return nil
    }

    private mutating func begin(_ header: FrameHeader) throws(FramingError) {
        switch (header.opcode, message) {
        case (.text, _): throw .textNotTaken
        case (.continuation, .none): throw .unexpectedContinuation
        case (.continuation, _): break
        case (_, .none): message = .begun
        case (_, _): throw .unfinishedMessage
        }
        room -= header.payloadLength
        fragments += 1
        if fragments > limits.maximumFragments { throw .tooManyFragments }
    }

    /// Returns whether the frame has been passed on completely.
    private mutating func forward(
        _ frame: FrameReader.Frame,
        from bytes: inout ByteBuffer,
        into output: inout ByteBuffer
    ) -> Bool {
        let length = min(frame.remaining, bytes.readableBytes)
        let isLast = length == frame.remaining
        let endsMessage = isLast && frame.header.isFinal
        // Nothing to pass on: the payload is still to come, or the fragment was empty.
        if length > 0 || endsMessage {
            output.writeFrameHeader(
                FrameHeader(
                    isFinal: endsMessage,
                    opcode: message == .continued ? .continuation : .binary,
                    payloadLength: length
                )
            )
            message = endsMessage ? .none : .continued
        }
        if endsMessage {
            room = limits.maximumMessageSize
            fragments = 0
        }
        return reader.takePayload(from: &bytes, into: &output)
    }

    private mutating func finishControl(_ opcode: Opcode) throws(FramingError) -> Event {
        let payload = control
        control = ByteBuffer()
        switch opcode {
        case .ping: return .ping(payload)
        case .pong: return .pong(payload)
        default:
            isFinished = true
            return .close(try CloseStatus.parse(payload))
        }
    }
}
