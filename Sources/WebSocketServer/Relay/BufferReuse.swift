import NIOCore

/// Keeps the large buffers of one direction of a relay while bytes flow.
///
/// Freed and allocated anew for each round of reading, they would make the allocator give their pages back to the
/// system and fault them in again, which costs more than all else that the relay does.
struct BufferReuse {
    /// In bytes: smaller buffers are cheap to allocate.
    private static let minimumCapacity = 32 * 1024
    /// In buffers: two rounds of reading.
    private static let maximumSpare = 8

    /// Handed to the partner, oldest first.
    private var inFlight = CircularBuffer<ByteBuffer>()
    private var spare: [ByteBuffer] = []
    private var isInUse = false

    /// An empty buffer for about `capacity` bytes.
    mutating func buffer(capacity: Int, allocator: ByteBufferAllocator) -> ByteBuffer {
        guard capacity >= Self.minimumCapacity else { return allocator.buffer(capacity: capacity) }
        isInUse = true
        guard var buffer = spare.popLast() else { return allocator.buffer(capacity: capacity) }
        // Allocates if somebody, against expectation, still has it.
        buffer.clear()
        return buffer
    }

    /// `buffers` are on their way.
    mutating func sent(_ buffers: [ByteBuffer]) {
        inFlight.append(contentsOf: buffers)
    }

    /// The oldest `count` buffers have been written.
    mutating func written(count: Int) {
        for _ in 0..<min(count, inFlight.count) {
            let buffer = inFlight.removeFirst()
            if buffer.capacity >= Self.minimumCapacity, spare.count < Self.maximumSpare { spare.append(buffer) }
        }
    }

    /// Called now and then: lets go of what was not needed since the last time.
    mutating func trim() {
        if !isInUse {
            spare = []
            if inFlight.isEmpty { inFlight = CircularBuffer() }
        }
        isInUse = false
    }
}
