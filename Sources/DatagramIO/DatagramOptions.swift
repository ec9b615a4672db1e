/// How a ``DatagramEndpoint`` is made.
package struct DatagramOptions: Hashable, Sendable {
    /// Whether an IPv6 endpoint takes IPv4 too.
    package var isDualStack = false
    /// Whether the receiver is told which address of this machine a datagram came to. Endpoints bound to one address
    /// know it.
    package var reportsDestination = false
    /// Bytes that may wait in the system to be read; 0: the system's default.
    package var receiveBuffer = 0

    /// Longer datagrams are dropped, in bytes. No network's frame but a jumbo one carries more, and nobody sends those
    /// to strangers.
    package static let largestDatagram = 2047

    /// The defaults.
    package init() {}
}

/// Why an endpoint cannot be bound.
package struct DatagramBindError: Error, Hashable, Sendable {
    /// The system's `errno`.
    package let code: CInt
}
