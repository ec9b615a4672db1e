import CDatagram
import NIOCore
package import NetPrimitives

/// A bound UDP socket on one event loop, where all of it must be used.
///
/// NIO says when something has come, and reads the first datagram of a burst; the others are read past it, since it makes
/// texts of both addresses of each. It cannot be let send: its datagram channel closes itself on most errors of a send,
/// and anybody who names a destination can cause such errors. Both go through a second descriptor of the same socket.
package final class DatagramEndpoint {
    /// Where it is bound. That of an endpoint for all addresses is the unspecified one.
    package let localAddress: TransportAddress

    private let loop: DatagramLoop
    private let sender: DatagramSender
    private let reader: DatagramReader

    /// Binds an endpoint and starts to read.
    ///
    /// - Parameters:
    ///   - address: Where; port 0 takes any free one. Never one that another socket has.
    ///   - options: How.
    ///   - loop: What it shares with the other endpoints of its event loop.
    ///   - receiver: Gets what arrives. Held until the endpoint is closed.
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

    /// Whether it can still be used.
    package var isOpen: Bool { sender.isOpen }

    /// What could not be sent.
    package var statistics: DatagramStatistics { sender.statistics }

    /// Sends `bytes` once the events that are being handled are over. That a datagram cannot be sent is only counted: networks lose them too.
    ///
    /// - Parameters:
    ///   - destination: Where to.
    ///   - source: The address of this machine to send from; nil lets the system choose.
    package func send(_ bytes: RawSpan, to destination: TransportAddress, from source: IPAddress? = nil) {
        guard sender.accepts(byteCount: bytes.byteCount, to: destination.address) else { return }
        loop.outbound.append(bytes, to: destination, from: source, of: sender)
    }

    /// Closes it. What was sent before goes out, unless the system has no room for it: a last word and the end of what it
    /// is about often come together.
    package func close() {
        if isOpen { loop.flush() }
        sender.close()
        reader.stop()
    }

    /// Reads at most `most` datagrams that have come, and hands them to `body` for as long as it returns true.
    func read(atMost most: Int, _ body: (ByteBuffer, TransportAddress, IPAddress?) -> Bool) {
        guard isOpen else { return }
        loop.inbound.read(from: sender.descriptor, atMost: most, body)
    }

    /// The system has closed it, or ``close()`` was called.
    func readingEnded() {
        sender.close()
    }
}

/// What became of datagrams that were to be sent.
package struct DatagramStatistics: Hashable, Sendable {
    /// The system would not send them: unreachable, forbidden, too large.
    package var refused = 0
    /// Too many had to wait.
    package var dropped = 0
}
