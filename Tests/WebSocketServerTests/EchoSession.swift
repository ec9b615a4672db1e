import NIOCore
import WebSocketFraming
import WebSocketServer

/// A call to a session, for the test.
enum SessionEvent: Equatable, Sendable {
    case opened
    case text(String)
    case binary(ByteBuffer)
    case closed(WebSocketEnd)
}

/// A session that reports its calls, and answers each message with the same one.
final class EchoSession: WebSocketSession {
    private let socket: WebSocket
    private let events: Events<SessionEvent>

    init(_ socket: WebSocket, events: Events<SessionEvent>) {
        self.socket = socket
        self.events = events
    }

    func opened() {
        events.send(.opened)
        socket.send(text: "welcome")
    }

    func received(text: ByteBuffer) {
        events.send(.text(String(buffer: text)))
        socket.send(text: text)
    }

    func received(binary: ByteBuffer) {
        events.send(.binary(binary))
        socket.send(binary: binary)
    }

    func closed(_ end: WebSocketEnd) { events.send(.closed(end)) }
}

/// Admits every client to an ``EchoSession``.
func admitEcho(_ events: Events<SessionEvent>) -> @Sendable (UpgradeRequest) -> UpgradeDecision {
    { _ in .session(subprotocol: nil) { EchoSession($0, events: events) } }
}
