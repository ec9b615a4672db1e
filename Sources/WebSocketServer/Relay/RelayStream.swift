import NIOCore
import WebSocketFraming

/// One direction of a pairing: the bytes of one client on their way to the partner, reframed and counted.
///
/// While bytes flow, a piece of payload allocates nothing: its buffer comes from ``BufferReuse``.
struct RelayStream {
    private var forwarder: FrameForwarder
    private var outputs = BufferReuse()
    /// The frames for the partner from this turn's reading.
    private var batch: [ByteBuffer] = []
    private var batchBytes = 0
    /// The bytes handed to the partner and not yet taken by its socket.
    private(set) var outstanding = 0

    /// A stream of messages within `limits`.
    init(limits: MessageLimits) {
        forwarder = FrameForwarder(limits: limits)
    }

    /// The bytes that were read from the client and not yet taken by the partner's socket.
    var onTheWay: Int { outstanding + batchBytes }

    /// Reframes all of `bytes` for the partner, up to a close frame or a fault.
    /// - Returns: The close frame, if one came, and the payload of the last ping.
    mutating func forward(
        _ bytes: ByteBuffer,
        allocator: ByteBufferAllocator
    ) -> (end: Result<FrameForwarder.Event?, FramingError>, ping: ByteBuffer?) {
        var bytes = bytes
        // Framed payload needs no more room than masked; the addition is for the rest of a payload from an earlier
        // read.
        let capacity = bytes.readableBytes + FrameHeader.maximumSize
        var output = outputs.buffer(capacity: capacity, allocator: allocator)
        var end: Result<FrameForwarder.Event?, FramingError>
        var ping: ByteBuffer?
        repeat {
            end = Result { () throws(FramingError) in try forwarder.next(from: &bytes, into: &output) }
            if case .success(.ping(let payload)) = end { ping = payload }
        } while end.isPingOrPong
        if output.readableBytes > 0 {
            batch.append(output)
            batchBytes += output.readableBytes
        }
        return (end, ping)
    }

    /// Removes and returns the frames to send to the partner now; nil when there are none.
    mutating func takeBatch() -> (buffers: [ByteBuffer], bytes: Int)? {
        guard !batch.isEmpty else { return nil }
        let (buffers, bytes) = (batch, batchBytes)
        batch = []
        batchBytes = 0
        outstanding += bytes
        outputs.sent(buffers)
        return (buffers, bytes)
    }

    /// Records that the partner's socket has taken the oldest `buffers`, of `bytes` in all.
    mutating func taken(bytes: Int, buffers: Int) {
        outstanding -= bytes
        outputs.written(count: buffers)
    }

    /// Skips the client's bytes after the pairing has ended. Returns whether its close frame has come, or a fault after
    /// which none can be expected.
    mutating func skip(_ bytes: ByteBuffer) -> Bool {
        var bytes = bytes
        var discarded = ByteBuffer()
        do {
            while let event = try forwarder.next(from: &bytes, into: &discarded) {
                if case .close = event { return true }
            }
            return false
        } catch {
            return true
        }
    }

    /// Frees buffers that were not needed since the last call.
    mutating func trim() {
        outputs.trim()
    }

    /// Frees all buffers.
    mutating func end() {
        outputs = BufferReuse()
    }
}

extension Result<FrameForwarder.Event?, FramingError> {
    /// Whether the forwarder may have further events in the same bytes.
    fileprivate var isPingOrPong: Bool {
        switch self {
        case .success(.ping), .success(.pong): true
        default: false
        }
    }
}
