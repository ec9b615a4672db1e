package import NIOCore
package import WebSocketFraming

/// What the application does with one socket of messages.
///
/// All methods are called on the socket's event loop, ``opened()`` first and ``closed(_:)`` once and last. An instance
/// belongs to that loop; it gets its ``WebSocket`` when it is made.
package protocol WebSocketSession: AnyObject {
    /// The handshake is over; messages may be sent.
    func opened()
    /// A whole text message; its bytes are UTF-8.
    func received(text: ByteBuffer)
    /// A whole binary message.
    func received(binary: ByteBuffer)
    /// Nothing will be received any more, and nothing that is sent arrives. The TCP connection may live a moment longer.
    func closed(_ end: WebSocketEnd)
}

/// How a socket came to its end.
package enum WebSocketEnd: Hashable, Sendable {
    /// The client closed it; `nil`: without saying why.
    case byClient(CloseStatus?)
    /// The session closed it, with ``WebSocket/close(_:_:)``.
    case bySession(CloseStatus)
    /// The client broke the framing or a limit of it.
    case clientError(FramingError)
    /// The client does not read what it is sent.
    case backlogFull
    /// The client said nothing, not even pong.
    case silent
    /// The server shuts down.
    case shutdown
    /// The connection broke or was cut without a close frame.
    case connectionLost
}
