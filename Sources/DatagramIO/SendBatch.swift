import CDatagram
import NIOCore
import NetPrimitives

/// The queued datagrams of all endpoints of one event loop, in order.
///
/// Their bytes are copied into one slab, so that nothing is allocated for a datagram, and many of them are sent with
/// one system call.
final class SendBatch {
    /// The size of the slab in bytes: more than the largest datagram (RFC 768), and more than a burst.
    private static let slabSize = 65_536

    private let eventLoop: any EventLoop
    private let slab = UnsafeMutableRawBufferPointer.allocate(byteCount: slabSize, alignment: 16)
    private var used = 0
    private let messages = UnsafeMutableBufferPointer<cdatagram_message>.allocate(capacity: Int(cdatagram_batch))
    /// The sender of each message.
    private var senders: [DatagramSender] = []
    private var isFlushScheduled = false

    /// An empty batch for endpoints on `eventLoop`.
    init(on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        senders.reserveCapacity(messages.count)
    }

    deinit {
        slab.deallocate()
        messages.deallocate()
    }

    /// Sends all queued datagrams now.
    func flush() {
        var start = 0
        while start < senders.count {
            let sender = senders[start]
            let end = senders[start...].firstIndex { $0 !== sender } ?? senders.count
            sender.transmit(messages[start..<end])
            start = end
        }
        senders.removeAll(keepingCapacity: true)
        used = 0
    }

    /// Adds a datagram of at most ``slabSize`` bytes.
    func append(
        _ bytes: RawSpan,
        to destination: TransportAddress,
        from source: IPAddress?,
        of sender: DatagramSender
    ) {
        if senders.count == messages.count || Self.slabSize - used < bytes.byteCount { flush() }
        let copy = UnsafeMutableRawBufferPointer(rebasing: slab[used..<used + bytes.byteCount])
        bytes.withUnsafeBytes { copy.copyMemory(from: $0) }
        used += bytes.byteCount
        messages[senders.count] = cdatagram_message(
            bytes: UnsafeRawPointer(copy.baseAddress),
            length: copy.count,
            destination: cdatagram_address(destination),
            source: source.map { cdatagram_address($0, port: 0) } ?? cdatagram_address()
        )
        senders.append(sender)
        scheduleFlush()
    }

    /// Schedules a flush behind the event loop's current events, including those of other endpoints.
    private func scheduleFlush() {
        guard !isFlushScheduled else { return }
        isFlushScheduled = true
        eventLoop.assumeIsolated().execute { [self] in
            isFlushScheduled = false
            flush()
        }
    }
}
