import NIOCore

/// A cache of the large buffers of one direction of a relay while bytes flow.
///
/// When they are freed and allocated anew for each read, the allocator returns their pages to the system and faults
/// them in again, which costs more than everything else in the relay.
struct BufferReuse {
    /// The smallest buffer worth caching, in bytes; smaller ones are cheap to allocate.
    private static let minimumCapacity = 32 * 1024
    /// The most spare buffers: two rounds of reading.
    private static let maximumSpare = 8

    /// Buffers handed to the partner, oldest first.
    private var inFlight = CircularBuffer<ByteBuffer>()
    private var spare: [ByteBuffer] = []
    private var isInUse = false

    /// An empty buffer for about `capacity` bytes.
    mutating func buffer(capacity: Int, allocator: ByteBufferAllocator) -> ByteBuffer {
        guard capacity >= Self.minimumCapacity else { return allocator.buffer(capacity: capacity) }
        isInUse = true
        guard var buffer = spare.popLast() else { return allocator.buffer(capacity: capacity) }
        // This allocates if the buffer is, unexpectedly, still referenced.
        buffer.clear()
        return buffer
    }

    /// Records buffers handed to the partner.
    mutating func sent(_ buffers: [ByteBuffer]) {
        inFlight.append(contentsOf: buffers)
    }

    /// Records that the oldest `count` buffers have been written.
    mutating func written(count: Int) {
        for _ in 0..<min(count, inFlight.count) {
            let buffer = inFlight.removeFirst()
            if buffer.capacity >= Self.minimumCapacity, spare.count < Self.maximumSpare { spare.append(buffer) }
        }
    }

    /// Frees the spare buffers that were not needed since the last call. Called periodically.
    mutating func trim() {
        if !isInUse {
            spare = []
            if inFlight.isEmpty { inFlight = CircularBuffer() }
        }
        isInUse = false
    }
}
