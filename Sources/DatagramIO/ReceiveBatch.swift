import CDatagram
import NIOCore
import NetPrimitives

/// Reads the datagrams that have come to an endpoint, many by one system call, into one slab for all endpoints of an
/// event loop.
final class ReceiveBatch {
    /// Bytes for each: one more than is taken, so that what has been cut off shows.
    private static let slotSize = DatagramOptions.largestDatagram + 1

    private var slab = ByteBuffer()
    private let arrivals = UnsafeMutableBufferPointer<cdatagram_arrival>.allocate(capacity: Int(cdatagram_batch))

    deinit {
        arrivals.deallocate()
    }

    /// Reads at most `most` datagrams from the socket `descriptor`, as many as have come, and hands them to `body` in
    /// order, for as long as it returns true.
    func read(
        from descriptor: CInt,
        atMost most: Int,
        _ body: (ByteBuffer, TransportAddress, IPAddress?) -> Bool
    ) {
        // Makes a new slab only when somebody keeps a datagram of the last one.
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
