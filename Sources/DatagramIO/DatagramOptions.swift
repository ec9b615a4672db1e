/// Options of a ``DatagramEndpoint``.
package struct DatagramOptions: Hashable, Sendable {
    /// Whether an IPv6 endpoint receives IPv4 too.
    package var isDualStack = false
    /// Whether the receiver gets the local address that a datagram was sent to. Not needed for an endpoint bound to one
    /// address.
    package var reportsDestination = false
    /// The size of the socket's receive buffer, in bytes; 0: the system's default.
    package var receiveBuffer = 0

    /// The longest datagram that is received, in bytes; longer ones are dropped. Only jumbo frames carry more, and
    /// those are not used across the Internet.
    package static let largestDatagram = 2047

    /// The default options.
    package init() {}
}

/// The reason why an endpoint cannot be bound.
package struct DatagramBindError: Error, Hashable, Sendable {
    /// The system's `errno`.
    package let code: CInt
}
