import NIOCore
import NetPrimitives
import TURN

/// The connections of clients over TCP and TLS, by their numbers.
///
/// What can end a connection is left to the driver: the end comes back to it, and so here, in the middle of the call.
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

    /// Those with something to be flushed, each once.
    mutating func takeUnflushed() -> [TURNStream] {
        guard !unflushed.isEmpty else { return [] }
        defer { unflushed = [] }
        return unflushed
    }

    /// All of them.
    var all: [TURNStream] { streams.values.map(\.stream) }

    /// The connection of `client`; nil when it has ended.
    subscript(client: TURNServer.Client) -> TURNStream? {
        streams[client.socket]?.stream
    }

    /// Those that had no allocation for `time`.
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
