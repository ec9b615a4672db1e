package import WebSocketFraming

/// Hears what a pairing does. Called on the event loops of both legs, so it must be safe to call from any thread, and
/// must not block.
package protocol RelayObserver: Sendable {
    /// `count` bytes came from one of the clients, framing included.
    func relayed(bytes count: Int)
    /// The pairing is over; called once. `bytes` is the sum of all that was relayed.
    func ended(_ end: RelayEnd, bytes: Int)
}

/// How a pairing came to its end.
package enum RelayEnd: Hashable, Sendable {
    /// One of the clients closed it.
    case closed(CloseStatus?)
    /// One of the clients broke the framing.
    case clientError(FramingError)
    /// The connection of one of the clients broke.
    case connectionLost
    /// One of the clients took and said nothing, not even pong.
    case silent
    /// ``RelayLimits/maximumBytes`` were relayed.
    case byteLimit
    /// ``RelayLimits/lifetime`` has passed.
    case timeLimit
    /// The application closed it.
    case closedByServer(CloseStatus)
    /// The server shuts down.
    case shutdown
}
