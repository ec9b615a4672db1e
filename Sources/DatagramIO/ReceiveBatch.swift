import CDatagram
import NIOCore
import NetPrimitives

/// Receives the datagrams of an endpoint, many with one system call, into one slab for all endpoints of an event loop.
final class ReceiveBatch {
    /// The size of a datagram's slot: one byte more than the longest datagram that is taken, so that a truncated one
    /// shows.
    private static let slotSize = DatagramOptions.largestDatagram + 1

    private var slab = ByteBuffer()
    private let arrivals = UnsafeMutableBufferPointer<cdatagram_arrival>.allocate(capacity: Int(cdatagram_batch))

    deinit {
        arrivals.deallocate()
    }

    /// Receives at most `most` datagrams from the socket `descriptor` and passes them to `body` in order, as long as it
    /// returns true.
    func read(
        from descriptor: CInt,
        atMost most: Int,
        _ body: (ByteBuffer, TransportAddress, IPAddress?) -> Bool
    ) {
        // This allocates a new slab only when a receiver kept a datagram of the last one.
        slab.clear(minimumCapacity: arrivals.count * Self.slotSize)
        var count = 0
        slab.writeWithUnsafeMutableBytes(minimumWritableBytes: 0) { slots in
            count = cdatagram_receive(descriptor, slots.baseAddress, Self.slotSize, arrivals.baseAddress, most)
            return count * Self.slotSize
        }
        for (index, arrival) in arrivals.prefix(count).enumerated() {
            guard arrival.length < Self.slotSize, let source = arrival.source.transportAddress,
                let bytes = slab.getSlice(at: index * Self.slotSize, length: arrival.length)
            else { continue }
            guard body(bytes, source, arrival.destination.transportAddress?.address) else { return }
        }
    }
}
