package import NIOCore

/// Assembles whole messages from the bytes of one side of a WebSocket.
///
/// Pass the bytes that were read, and take events until there are none:
/// ```
/// while let event = try assembler.next(from: &bytes) { … }
/// ```
/// It holds at most one message of ``MessageLimits/maximumMessageSize`` bytes and one control frame, and grows with the
/// bytes that have arrived, never with an announced length. After a close frame or an error it discards everything.
package struct MessageAssembler: Sendable {
    /// A message or a control frame. Payloads are unmasked.
    package enum Event: Hashable, Sendable {
        /// A whole text message; its bytes are UTF-8.
        case text(ByteBuffer)
        /// A whole binary message.
        case binary(ByteBuffer)
        /// A ping, to be answered with a pong of the same payload.
        case ping(ByteBuffer)
        /// An answer to our ping.
        case pong(ByteBuffer)
        /// The peer sends nothing more. `nil`: its close frame had no status.
        case close(CloseStatus?)
    }

    private struct Message {
        var opcode: Opcode
        var payload = ByteBuffer()
        var fragments = 0
    }

    private let limits: MessageLimits
    private var reader: FrameReader
    private var message: Message?
    private var control = ByteBuffer()
    private var isFinished = false

    /// An assembler for frames that `sender` writes.
    package init(sentBy sender: FrameHeader.Sender = .client, limits: MessageLimits = .signaling) {
        self.limits = limits
        reader = FrameReader(sentBy: sender)
    }

    /// Reads `bytes` up to the end of the next message or control frame. `nil`: all of them were read, and more are
    /// needed.
    ///
    /// Throws the ``FramingError`` to close the connection with.
    package mutating func next(from bytes: inout ByteBuffer) throws(FramingError) -> Event? {
        do {
            while !isFinished, let event = try step(&bytes) {
                switch event {
                case .nothingYet: continue
                case .event(let event): return event
                }
            }
        } catch {
            isFinished = true
            bytes.clear()
            throw error
        }
        if isFinished { bytes.clear() }
        return nil
    }

    private enum Step {
        case nothingYet
        case event(Event)
    }

    private mutating func step(_ bytes: inout ByteBuffer) throws(FramingError) -> Step? {
        let room = limits.maximumMessageSize - (message?.payload.readableBytes ?? 0)
        guard let (frame, isNew) = try reader.frame(from: &bytes, maximumPayload: room) else { return nil }
        if frame.header.opcode.isControl {
            guard reader.takePayload(from: &bytes, into: &control) else { return nil }
            return .event(try finishControl(frame.header.opcode))
        }
        if isNew { try begin(frame.header) }
        guard var message else { throw .unexpectedContinuation }
        // Set to nil meanwhile, so that the buffer has one owner and appending does not copy it.
        self.message = nil
        let isComplete = reader.takePayload(from: &bytes, into: &message.payload)
        guard isComplete, frame.header.isFinal else {
            self.message = message
            return isComplete ? .nothingYet : nil
        }
        return .event(try finish(message))
    }

    private mutating func begin(_ header: FrameHeader) throws(FramingError) {
        if header.opcode == .continuation {
            guard message != nil else { throw .unexpectedContinuation }
        } else {
            guard message == nil else { throw .unfinishedMessage }
            message = Message(opcode: header.opcode)
        }
        message?.fragments += 1
        if let message, message.fragments > limits.maximumFragments { throw .tooManyFragments }
    }

    private func finish(_ message: Message) throws(FramingError) -> Event {
        guard message.opcode == .text else { return .binary(message.payload) }
        guard message.payload.isUTF8 else { throw .invalidUTF8 }
        return .text(message.payload)
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
