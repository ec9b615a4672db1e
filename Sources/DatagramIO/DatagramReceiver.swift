package import NIOCore
package import NetPrimitives

/// Gets what arrives at a ``DatagramEndpoint``, on its event loop.
///
/// Datagrams come in bursts. What is sent meanwhile goes out afterwards, by as few system calls as possible.
package protocol DatagramReceiver: AnyObject {
    /// One datagram has come.
    ///
    /// - Parameters:
    ///   - bytes: Its content. Whoever keeps it after the call makes the endpoint allocate for the next one.
    ///   - source: Who sent it. IPv4 addresses are never mapped.
    ///   - destination: Which address of this machine it came to; nil when the system did not tell, or was not asked.
    func received(
        _ bytes: ByteBuffer,
        from source: TransportAddress,
        to destination: IPAddress?,
        at endpoint: DatagramEndpoint
    )

    /// A burst is over.
    func burstEnded(at endpoint: DatagramEndpoint)

    /// The endpoint is closed by the system and will receive no more. Not said after ``DatagramEndpoint/close()``.
    func failed(_ endpoint: DatagramEndpoint, _ error: any Error)
}
