package import WebSocketFraming

/// An observer of a pairing. Called on the event loops of both legs, so it must be safe to call from any thread, and
/// must not block.
package protocol RelayObserver: Sendable {
    /// Reports `count` bytes from one of the clients, including framing.
    func relayed(bytes count: Int)
    /// Reports the end of the pairing, once. `bytes` is the sum of all relayed bytes.
    func ended(_ end: RelayEnd, bytes: Int)
}

/// The reason for the end of a pairing.
package enum RelayEnd: Hashable, Sendable {
    /// One of the clients closed it.
    case closed(CloseStatus?)
    /// One of the clients violated the framing.
    case clientError(FramingError)
    /// The connection of one of the clients broke.
    case connectionLost
    /// One of the clients neither read nor sent anything, not even a pong.
    case silent
    /// The pairing has relayed ``RelayLimits/maximumBytes``.
    case byteLimit
    /// ``RelayLimits/lifetime`` has passed.
    case timeLimit
    /// The application closed it.
    case closedByServer(CloseStatus)
    /// The server shuts down.
    case shutdown
}
