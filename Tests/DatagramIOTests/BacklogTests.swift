import CDatagram
import DatagramIO
import Testing

@Suite("Datagrams that must wait")
struct BacklogTests {
    /// Calls `body` with messages of one byte each, numbered from `first`.
    static func withMessages(_ numbers: Range<UInt8>, _ body: ([cdatagram_message]) -> Void) {
        Array(numbers).withUnsafeBytes { bytes in
            body(
                bytes.indices.map { index in
                    cdatagram_message(
                        bytes: bytes.baseAddress?.advanced(by: index),
                        length: 1,
                        destination: cdatagram_address(),
                        source: cdatagram_address()
                    )
                }
            )
        }
    }

    /// The number of a message.
    static func number(_ message: cdatagram_message) -> UInt8? {
        message.bytes?.load(as: UInt8.self)
    }

    @Test("They keep their order, and go when there is room again")
    func order() {
        var backlog = Backlog()
        Self.withMessages(0..<10) { #expect(backlog.append($0) == 0) }
        var sent: [UInt8?] = []
        backlog.drain { message in
            guard sent.count < 4 else { return false }
            sent.append(Self.number(message))
            return true
        }
        #expect(sent == [0, 1, 2, 3] && !backlog.isEmpty)
        backlog.drain { message in
            sent.append(Self.number(message))
            return true
        }
        #expect(sent == (0..<10).map { $0 } && backlog.isEmpty)
    }

    @Test("Beyond a bound the oldest are dropped")
    func bound() {
        var backlog = Backlog()
        Self.withMessages(0..<100) { #expect(backlog.append($0) == 0) }
        Self.withMessages(100..<200) { #expect(backlog.append($0) == 200 - Backlog.largest) }
        var sent: [UInt8?] = []
        backlog.drain { message in
            sent.append(Self.number(message))
            return true
        }
        #expect(sent == (UInt8(200 - Backlog.largest)..<200).map { $0 })
    }
}
