package import NIOCore

/// Forwards binary messages while they arrive: unmasks a client's frames and frames them anew for another client,
/// without ever holding a whole frame.
///
/// Each piece of payload that has arrived leaves as a frame of its own, a fragment of its message (RFC 6455, section
/// 5.4). So the output always ends with a whole frame: a pong can go in between, and when the sender vanishes in the
/// middle of a frame, a close frame can still follow.
///
/// All forwarded messages are within the ``MessageLimits``: a frame that would exceed them is refused by its header,
/// before any of it is forwarded.
package struct FrameForwarder: Sendable {
    /// A control frame from the client, which is not forwarded.
    package enum Event: Hashable, Sendable {
        /// A ping, to be answered with a pong of the same payload.
        case ping(ByteBuffer)
        /// An answer to our ping.
        case pong(ByteBuffer)
        /// The client sends nothing more. `nil`: its close frame had no status.
        case close(CloseStatus?)
    }

    private enum MessageState {
        /// Between messages.
        case none
        /// In a message of which nothing was forwarded yet.
        case begun
        /// In a message whose first fragment was forwarded.
        case continued
    }

    private let limits: MessageLimits
    private var reader = FrameReader(sentBy: .client)
    private var message = MessageState.none
    /// The rest of the message's size limit after the current frame, in bytes.
    private var room: Int
    /// Number of frames of the message so far, including the current one.
    private var fragments = 0
    private var control = ByteBuffer()
    private var isFinished = false

    /// A forwarder at the beginning of a client's stream of frames.
    package init(limits: MessageLimits = .relay) {
        self.limits = limits
        room = limits.maximumMessageSize
    }

    /// Reads `bytes` and appends the forwarded frames to `output`, up to the next control frame, or until all bytes are
    /// read (`nil`).
    ///
    /// Throws the ``FramingError`` to close the connection with; `output` then still ends with a whole frame.
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

    /// Forwards the payload that has arrived. Returns whether the frame is complete.
    private mutating func forward(
        _ frame: FrameReader.Frame,
        from bytes: inout ByteBuffer,
        into output: inout ByteBuffer
    ) -> Bool {
        let length = min(frame.remaining, bytes.readableBytes)
        let isLast = length == frame.remaining
        let endsMessage = isLast && frame.header.isFinal
        // Otherwise there is nothing to forward: the payload has not arrived, or the fragment is empty.
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
