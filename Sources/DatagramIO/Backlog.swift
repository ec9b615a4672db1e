package import CDatagram

/// Datagrams that the system had no room for, oldest first. Bounded: who cannot send loses the oldest, as on a network.
package struct Backlog {
    /// Datagrams kept at most: 10 ms of a hundred megabits a second. Later ones are of more use to any protocol.
    package static let largest = 128

    private struct Entry {
        var bytes: [UInt8]
        var destination: cdatagram_address
        var source: cdatagram_address
    }

    private var entries: [Entry] = []

    /// Nothing waits.
    package init() {}

    /// Whether nothing waits.
    package var isEmpty: Bool { entries.isEmpty }

    /// Keeps a copy of `messages`. Returns how many datagrams were dropped for them.
    package mutating func append(_ messages: some Collection<cdatagram_message>) -> Int {
        for message in messages {
            let bytes = UnsafeRawBufferPointer(start: message.bytes, count: message.length)
            entries.append(Entry(bytes: Array(bytes), destination: message.destination, source: message.source))
        }
        let excess = max(0, entries.count - Self.largest)
        entries.removeFirst(excess)
        return excess
    }

    /// Calls `send` with the oldest one until it says that there is no room.
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
