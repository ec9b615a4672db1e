package import NIOCore
package import NetPrimitives

/// The receiver of a ``DatagramEndpoint``'s datagrams, called on its event loop.
///
/// Datagrams arrive in bursts. The datagrams that a receiver sends meanwhile go out after the burst, in as few system
/// calls as possible.
package protocol DatagramReceiver: AnyObject {
    /// Handles one datagram.
    ///
    /// - Parameters:
    ///   - bytes: Its payload. A receiver that keeps it after the call makes the endpoint allocate a new buffer.
    ///   - source: The sender. IPv4 addresses are never mapped.
    ///   - destination: The local address it was sent to; nil when the system does not report it, or was not asked to.
    func received(
        _ bytes: ByteBuffer,
        from source: TransportAddress,
        to destination: IPAddress?,
        at endpoint: DatagramEndpoint
    )

    /// Called at the end of a burst.
    func burstEnded(at endpoint: DatagramEndpoint)

    /// Called when the system closes the endpoint, which then receives nothing more. Not called after
    /// ``DatagramEndpoint/close()``.
    func failed(_ endpoint: DatagramEndpoint, _ error: any Error)
}
