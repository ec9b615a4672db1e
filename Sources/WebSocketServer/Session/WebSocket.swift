package import NIOCore
package import WebSocketFraming

/// The sending side of a session's socket. Safe to use from any thread; on the socket's own event loop it acts at once.
package struct WebSocket: Sendable {
    /// The event loop on which the session's methods are called.
    package let eventLoop: any EventLoop
    /// The address of the TCP connection's other end.
    package let remoteAddress: SocketAddress?
    /// The subprotocol agreed in the handshake.
    package let subprotocol: String?
    private let handler: NIOLoopBound<SessionHandler>

    init(_ handler: SessionHandler, eventLoop: any EventLoop, remoteAddress: SocketAddress?, subprotocol: String?) {
        self.eventLoop = eventLoop
        self.remoteAddress = remoteAddress
        self.subprotocol = subprotocol
        self.handler = NIOLoopBound(handler, eventLoop: eventLoop)
    }

    /// Sends a text message; `text` must be UTF-8. Has no effect when the socket is closed.
    ///
    /// A client that leaves more than ``SessionLimits/maximumBacklog`` bytes unread is closed with 1013.
    package func send(text: ByteBuffer) {
        onLoop { $0.send(.text, text) }
    }

    /// Sends a text message.
    package func send(text: String) {
        send(text: ByteBuffer(string: text))
    }

    /// Sends a binary message, like ``send(text:)``.
    package func send(binary: ByteBuffer) {
        onLoop { $0.send(.binary, binary) }
    }

    /// Closes the socket: sends a close frame after all earlier messages and waits a short time for the answer.
    /// ``WebSocketSession/closed(_:)`` follows in the event loop's next turn.
    package func close(_ code: CloseCode, _ reason: String = "") {
        onLoop { $0.close(CloseStatus(code, reason)) }
    }

    /// The bytes sent and not yet taken by the operating system. Must be read on ``eventLoop``.
    package var backlog: Int { handler.value.backlog }

    private func onLoop(_ body: @escaping @Sendable (SessionHandler) -> Void) {
        if eventLoop.inEventLoop {
            body(handler.value)
        } else {
            eventLoop.execute { [handler] in body(handler.value) }
        }
    }
}
