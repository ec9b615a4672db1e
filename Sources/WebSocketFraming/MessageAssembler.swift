package import NIOCore

/// Puts whole messages together from the bytes of one side of a WebSocket.
///
/// Give it what was read, take events until there are none:
/// ```
/// while let event = try assembler.next(from: &bytes) { … }
/// ```
/// It holds at most one message of ``MessageLimits/maximumMessageSize`` bytes and one control frame, and grows with the bytes
/// that have come, never with a length that was announced. After a close frame or an error it discards everything.
package struct MessageAssembler: Sendable {
    /// What came. Payloads are unmasked.
    package enum Event: Hashable, Sendable {
        /// A whole text message; its bytes are UTF-8.
        case text(ByteBuffer)
        /// A whole binary message.
        case binary(ByteBuffer)
        /// To be answered with a pong of the same payload.
        case ping(ByteBuffer)
        /// An answer to a ping of ours.
        case pong(ByteBuffer)
        /// The peer sends nothing more. `nil`: it gave no status.
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

    /// For the frames that `sender` writes.
    package init(sentBy sender: FrameHeader.Sender = .client, limits: MessageLimits = .signaling) {
        self.limits = limits
        reader = FrameReader(sentBy: sender)
    }

    /// Takes bytes until they complete something. `nil`: all of them were taken, more are needed.
    ///
    /// Throws the ``FramingError`` that the connection is to be closed for.
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
        // Emptied for the moment so that appending does not copy.
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
