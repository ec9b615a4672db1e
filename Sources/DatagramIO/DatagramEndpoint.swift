import CDatagram
package import NIOCore
package import NetPrimitives

/// A bound UDP socket on one event loop. All calls must be made on that loop.
///
/// NIO reports that the socket is readable and reads the first datagram of a burst. The rest is read without NIO, which
/// converts both addresses of each datagram to text. Sending goes without NIO too: its datagram channel closes itself
/// on most send errors, and any client that names a destination can cause such errors. Both use a second descriptor of
/// the same socket.
package final class DatagramEndpoint {
    /// The bound address: the unspecified one for an endpoint on all addresses.
    package let localAddress: TransportAddress

    private let loop: DatagramLoop
    private let sender: DatagramSender
    private let reader: DatagramReader

    /// Binds an endpoint and starts reading.
    ///
    /// - Parameters:
    ///   - address: The address to bind. Port 0 takes any free port; a port that another socket has is refused.
    ///   - options: The socket's options.
    ///   - loop: The batches that all endpoints of the event loop share.
    ///   - receiver: The receiver of datagrams, retained until the endpoint is closed.
    /// - Throws: When the system refuses.
    package init(
        bind address: TransportAddress,
        options: DatagramOptions = DatagramOptions(),
        loop: DatagramLoop,
        receiver: any DatagramReceiver
    ) throws(DatagramBindError) {
        var wanted = cdatagram_address(address)
        var bound = cdatagram_address()
        let socket = cdatagram_open(&wanted, options.isDualStack, CInt(clamping: options.receiveBuffer), &bound)
        guard socket >= 0 else { throw DatagramBindError(code: -socket) }
        let duplicate = cdatagram_duplicate(socket)
        guard duplicate >= 0 else {
            cdatagram_close(socket)
            throw DatagramBindError(code: -duplicate)
        }
        self.loop = loop
        localAddress = bound.transportAddress ?? address
        sender = DatagramSender(
            descriptor: duplicate,
            local: localAddress.address,
            isDualStack: options.isDualStack,
            eventLoop: loop.eventLoop
        )
        reader = DatagramReader(receiver: receiver)
        reader.start(reading: socket, for: self, options: options, on: loop.eventLoop)
    }

    /// Whether the endpoint is open.
    package var isOpen: Bool { sender.isOpen }

    /// The number of datagrams that could not be sent.
    package var statistics: DatagramStatistics { sender.statistics }

    /// Sends `bytes` after the event loop's current events. A failure to send is only counted: networks lose datagrams
    /// too.
    ///
    /// - Parameters:
    ///   - destination: The address to send to.
    ///   - source: The address of this machine to send from; nil lets the system choose.
    package func send(_ bytes: RawSpan, to destination: TransportAddress, from source: IPAddress? = nil) {
        guard sender.accepts(byteCount: bytes.byteCount, to: destination.address) else { return }
        loop.outbound.append(bytes, to: destination, from: source, of: sender)
    }

    /// Closes the endpoint. Queued datagrams are sent first, unless the socket has no room: the last message to a peer
    /// is often sent just before closing.
    package func close() {
        if isOpen { loop.flush() }
        sender.close()
        reader.stop()
    }

    /// Reads at most `most` datagrams that have arrived, and passes them to `body` as long as it returns true.
    func read(atMost most: Int, _ body: (ByteBuffer, TransportAddress, IPAddress?) -> Bool) {
        guard isOpen else { return }
        loop.inbound.read(from: sender.descriptor, atMost: most, body)
    }

    /// Called when the system has closed the channel, and after ``close()``.
    func readingEnded() {
        sender.close()
    }
}

/// Counts of datagrams that were not sent.
package struct DatagramStatistics: Hashable, Sendable {
    /// Datagrams that the system refused: unreachable, forbidden, too large.
    package var refused = 0
    /// Datagrams that the full backlog dropped.
    package var dropped = 0
}

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
