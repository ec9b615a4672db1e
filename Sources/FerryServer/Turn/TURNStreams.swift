import NIOCore
import NetPrimitives
import TURN

/// The connections of clients over TCP and TLS, by their numbers.
///
/// Everything that can end a connection is left to the driver: the end is reported to the driver, and so to this table,
/// in the middle of the call.
struct TURNStreams {
    /// The number of the UDP socket.
    static let datagrams: UInt32 = 0

    private var streams: [UInt32: Entry] = [:]
    private var unflushed: [TURNStream] = []

    private struct Entry {
        let stream: TURNStream
        /// The time when it last had an allocation, or was opened.
        var used: Instant
    }

    /// Whether there are no connections.
    var isEmpty: Bool { streams.isEmpty }

    /// Adds a connection.
    mutating func add(_ stream: TURNStream, now: Instant) {
        streams[stream.client.socket] = Entry(stream: stream, used: now)
    }

    /// Removes a connection; false when it was removed before.
    mutating func remove(_ stream: TURNStream) -> Bool {
        streams.removeValue(forKey: stream.client.socket) != nil
    }

    /// Queues a message for `client`.
    mutating func send(_ bytes: borrowing RawSpan, to client: TURNServer.Client) {
        guard let stream = streams[client.socket]?.stream else { return }
        if stream.append(bytes) { unflushed.append(stream) }
    }

    /// The connections with queued messages, each once.
    mutating func takeUnflushed() -> [TURNStream] {
        guard !unflushed.isEmpty else { return [] }
        defer { unflushed = [] }
        return unflushed
    }

    /// All connections.
    var all: [TURNStream] { streams.values.map(\.stream) }

    /// The connection of `client`; nil when it has ended.
    subscript(client: TURNServer.Client) -> TURNStream? {
        streams[client.socket]?.stream
    }

    /// The connections without an allocation for `time`.
    mutating func idle(for time: Duration, now: Instant, hasAllocation: (TURNServer.Client) -> Bool) -> [TURNStream] {
        var idle: [TURNStream] = []
        for (number, entry) in streams {
            if hasAllocation(entry.stream.client) {
                streams[number]?.used = now
            } else if now - entry.used >= time {
                idle.append(entry.stream)
            }
        }
        return idle
    }
}
