import NIOCore
import NetPrimitives
import TURN

/// The connections of clients over TCP and TLS, by their numbers.
struct TURNStreams {
    /// The number that stands for the UDP socket.
    static let datagrams: UInt32 = 0

    private var streams: [UInt32: Entry] = [:]
    private var unflushed: [TURNStream] = []

    private struct Entry {
        let stream: TURNStream
        /// When it had an allocation last, or was opened.
        var used: Instant
    }

    /// Whether there is none.
    var isEmpty: Bool { streams.isEmpty }

    /// Takes in a new one.
    mutating func add(_ stream: TURNStream, now: Instant) {
        streams[stream.client.socket] = Entry(stream: stream, used: now)
    }

    /// Forgets one; false when it was forgotten before.
    mutating func remove(_ stream: TURNStream) -> Bool {
        streams.removeValue(forKey: stream.client.socket) != nil
    }

    /// Makes a message ready to be sent to `client`.
    mutating func send(_ bytes: borrowing RawSpan, to client: TURNServer.Client) {
        guard let stream = streams[client.socket]?.stream else { return }
        if stream.append(bytes) { unflushed.append(stream) }
    }

    /// Sends what was made ready.
    mutating func flush() {
        guard !unflushed.isEmpty else { return }
        for stream in unflushed { stream.flush() }
        unflushed.removeAll(keepingCapacity: true)
    }

    /// Closes the connection of `client`, behind what was made ready.
    func close(_ client: TURNServer.Client) {
        streams[client.socket]?.stream.close()
    }

    /// Closes those that had no allocation for `time`.
    mutating func closeIdle(since time: Duration, now: Instant, hasAllocation: (TURNServer.Client) -> Bool) {
        for (number, entry) in streams {
            if hasAllocation(entry.stream.client) {
                streams[number]?.used = now
            } else if now - entry.used >= time {
                entry.stream.close()
            }
        }
    }

    /// Closes all of them.
    func closeAll() {
        for entry in streams.values { entry.stream.close() }
    }
}
