package import NIOCore
package import WebSocketFraming

/// The application's handler of one socket of messages.
///
/// All methods are called on the socket's event loop, ``opened()`` first and ``closed(_:)`` once and last. An instance
/// is bound to that loop; it gets its ``WebSocket`` when it is created.
package protocol WebSocketSession: AnyObject {
    /// Called after the handshake; messages may be sent.
    func opened()
    /// Handles a whole text message; its bytes are UTF-8.
    func received(text: ByteBuffer)
    /// Handles a whole binary message.
    func received(binary: ByteBuffer)
    /// Handles the end of the socket: nothing more is received, and further messages are not sent. The TCP connection
    /// may last a moment longer.
    func closed(_ end: WebSocketEnd)
}

/// The reason for the end of a socket.
package enum WebSocketEnd: Hashable, Sendable {
    /// The client closed it; `nil`: without a status.
    case byClient(CloseStatus?)
    /// The session closed it, with ``WebSocket/close(_:_:)``.
    case bySession(CloseStatus)
    /// The client violated the framing or one of its limits.
    case clientError(FramingError)
    /// The client does not read its messages.
    case backlogFull
    /// The client sent nothing, not even a pong.
    case silent
    /// The server shuts down.
    case shutdown
    /// The connection broke or was cut without a close frame.
    case connectionLost
}
