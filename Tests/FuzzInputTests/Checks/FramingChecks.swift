import NIOCore
import WebSocketFraming

/// Checks that messages do not depend on how the stream is cut, and keep their limits.
///
/// The first byte gives the size of the pieces.
func checkMessageAssembler(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let stream = bytes.dropFirst()
    let limits = MessageLimits(maximumMessageSize: 200, maximumFragments: 4)
    let whole = assemble(stream, pieces: stream.count, by: .client, limits)
    let cut = assemble(stream, pieces: Int(first), by: .client, limits)
    precondition(whole == cut, "messages depend on how their bytes arrive")
    for event in whole.events { check(event, limits) }
}

/// Checks that the relay forwards the received messages, in whole frames and within its limits, also when an error cuts
/// them off.
///
/// The first byte gives the size of the pieces.
func checkFrameForwarder(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let stream = bytes.dropFirst()
    let limits = MessageLimits(maximumMessageSize: 200, maximumFragments: 4)
    let (output, events, error) = forward(stream, pieces: Int(first), limits)
    // A message that arrives in pieces leaves in more fragments than it had; a receiver does not limit their number.
    let receiver = MessageLimits(maximumMessageSize: limits.maximumMessageSize, maximumFragments: .max)
    let received = assemble(output[...], pieces: output.count, by: .server, receiver)
    precondition(received.error == nil, "the relay wrote a broken frame, or too much")

    // The relay refuses text; apart from that it is a receiver like any other.
    let sent = assemble(stream, pieces: stream.count, by: .client, limits)
    let messages = sent.events.filter(\.isBinary)
    let controls = sent.events.filter { !$0.isBinary && !$0.isText }
    if error == .textNotTaken {
        precondition(messages.starts(with: received.events), "the relay changed a message")
        precondition(controls.starts(with: events), "the relay changed a control frame")
    } else {
        precondition(received.events == messages, "the relay changed a message")
        precondition(events == controls, "the relay changed a control frame")
        precondition(error == sent.error, "the relay saw another error")
    }
}

private struct Assembly: Equatable {
    var events: [MessageAssembler.Event] = []
    var error: FramingError?
}

private func assemble(
    _ stream: ArraySlice<UInt8>,
    pieces: Int,
    by sender: FrameHeader.Sender,
    _ limits: MessageLimits
) -> Assembly {
    var assembler = MessageAssembler(sentBy: sender, limits: limits)
    var assembly = Assembly()
    for piece in cut(stream, into: pieces) {
        var buffer = ByteBuffer(bytes: piece)
        do {
            while let event = try assembler.next(from: &buffer) { assembly.events.append(event) }
        } catch {
            precondition(assembly.error == nil, "an assembler that failed fails again")
            assembly.error = error
        }
        precondition(buffer.readableBytes == 0, "bytes are left behind")
    }
    return assembly
}

private func forward(
    _ stream: ArraySlice<UInt8>,
    pieces: Int,
    _ limits: MessageLimits
) -> (output: [UInt8], events: [MessageAssembler.Event], error: FramingError?) {
    var forwarder = FrameForwarder(limits: limits)
    var output = ByteBuffer()
    var events: [MessageAssembler.Event] = []
    var failure: FramingError?
    for piece in cut(stream, into: pieces) {
        var buffer = ByteBuffer(bytes: piece)
        do {
            while let event = try forwarder.next(from: &buffer, into: &output) { events.append(event.asMessage) }
        } catch {
            precondition(failure == nil, "a forwarder that failed fails again")
            failure = error
        }
        precondition(buffer.readableBytes == 0, "bytes are left behind")
    }
    return (Array(output.readableBytesView), events, failure)
}

private func cut(_ bytes: ArraySlice<UInt8>, into length: Int) -> [ArraySlice<UInt8>] {
    stride(from: bytes.startIndex, to: bytes.endIndex, by: max(length, 1)).map { start in
        bytes[start..<min(start + max(length, 1), bytes.endIndex)]
    }
}

private func check(_ event: MessageAssembler.Event, _ limits: MessageLimits) {
    switch event {
    case .text(let payload):
        precondition(payload.readableBytes <= limits.maximumMessageSize, "a message is too long")
        precondition(String(validating: payload.readableBytesView, as: UTF8.self) != nil, "a text is not UTF-8")
    case .binary(let payload):
        precondition(payload.readableBytes <= limits.maximumMessageSize, "a message is too long")
    case .ping(let payload), .pong(let payload):
        precondition(payload.readableBytes <= FrameHeader.maximumControlPayload, "a control frame is too long")
    case .close(let status):
        precondition(status?.code.isSendable != false, "a close code that cannot be sent was taken")
    }
}

extension MessageAssembler.Event {
    fileprivate var isBinary: Bool {
        if case .binary = self { true } else { false }
    }

    fileprivate var isText: Bool {
        if case .text = self { true } else { false }
    }
}

extension FrameForwarder.Event {
    fileprivate var asMessage: MessageAssembler.Event {
        switch self {
        case .ping(let payload): .ping(payload)
        case .pong(let payload): .pong(payload)
        case .close(let status): .close(status)
        }
    }
}
