package import CDatagram

/// A bounded queue of datagrams that the socket had no room for, oldest first. When it is full the oldest is dropped,
/// as in a router's queue.
package struct Backlog {
    /// The most datagrams kept: 10 ms at 100 Mbit/s. The newest ones are kept, because they are of more use to any
    /// protocol.
    package static let largest = 128

    private struct Entry {
        var bytes: [UInt8]
        var destination: cdatagram_address
        var source: cdatagram_address
    }

    private var entries: [Entry] = []

    /// An empty backlog.
    package init() {}

    /// Whether no datagram is waiting.
    package var isEmpty: Bool { entries.isEmpty }

    /// Appends copies of `messages`. Returns how many old datagrams were dropped.
    package mutating func append(_ messages: some Collection<cdatagram_message>) -> Int {
        for message in messages {
            let bytes = UnsafeRawBufferPointer(start: message.bytes, count: message.length)
            entries.append(Entry(bytes: Array(bytes), destination: message.destination, source: message.source))
        }
        let excess = max(0, entries.count - Self.largest)
        entries.removeFirst(excess)
        return excess
    }

    /// Calls `send` with the oldest datagram, and the next ones, until it returns false for lack of room.
    package mutating func drain(_ send: (cdatagram_message) -> Bool) {
        var sent = 0
        for entry in entries {
            let isTaken = entry.bytes.withUnsafeBytes { bytes in
                send(
                    cdatagram_message(
                        bytes: bytes.baseAddress,
                        length: bytes.count,
                        destination: entry.destination,
                        source: entry.source
                    )
                )
            }
            guard isTaken else { break }
            sent += 1
        }
        entries.removeFirst(sent)
    }
}
