import FerryServer
import Logging
import NetPrimitives
import PlainLog
import Synchronization
import Testing

@Suite("Lines that strangers cause")
struct StrangerLogTests {
    private static let start = Instant(nanoseconds: 0)
    private static let client = IPAddress.v4(IPv4Address(203, 0, 113, 9))
    private static let other = IPAddress.v4(IPv4Address(203, 0, 113, 10))

    /// The logged lines, without the time.
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])

        /// Returns the lines since the last call.
        func take() -> [String] {
            lines.withLock { lines in
                defer { lines = [] }
                return lines
            }
        }

        func add(_ line: String) {
            let words = line.split { $0 == " " || $0 == "\n" }
            lines.withLock { $0.append(words.dropFirst(2).joined(separator: " ")) }
        }
    }

    private let lines = Lines()

    private func log() -> StrangerLog {
        StrangerLog(Logger(label: "test") { [lines] _ in PlainLogHandler(logLevel: .info, write: lines.add) })
    }

    @Test("An address gets ten a minute and is then told to be left out; others are still heard")
    func forAddress() {
        var log = log()
        for _ in 0..<500 { log.write(.info, "Bad.", about: Self.client, [:], now: Self.start) }
        let flood = lines.take()
        #expect(flood.prefix(10).allSatisfy { $0 == "info: Bad. address=203.0.113.9" })
        #expect(flood.count == 11 && flood[10].contains("left out"))
        log.write(.info, "Bad.", about: Self.other, [:], now: Self.start)
        #expect(lines.take() == ["info: Bad. address=203.0.113.10 left_out=490"])
        log.write(.info, "Bad.", about: Self.client, [:], now: Self.start + .seconds(60))
        #expect(lines.take() == ["info: Bad. address=203.0.113.9"])
    }

    @Test("All addresses together get a hundred a minute")
    func inAll() {
        var log = log()
        for number in 0..<1_000 {
            let address = IPAddress.v4(IPv4Address(bits: UInt32(number) << 8))
            log.write(.info, "Bad.", about: address, [:], now: Self.start)
        }
        #expect(lines.take().count == 101)
        log.write(.info, "Bad.", about: Self.client, [:], now: Self.start + .seconds(60))
        #expect(lines.take() == ["info: Bad. address=203.0.113.9 left_out=900"])
    }

    @Test("What has no address is limited as well, and lines that nobody wants take nothing from the others")
    func withoutAddress() {
        var log = log()
        for _ in 0..<500 { log.write(.debug, "Unwanted.", [:], now: Self.start) }
        for _ in 0..<50 { log.write(.warning, "Full.", [:], now: Self.start) }
        #expect(lines.take().count == 11)
    }

    @Test("At the end it says what no later line will say")
    func close() {
        var log = log()
        for _ in 0..<12 { log.write(.info, "Bad.", about: Self.client, [:], now: Self.start) }
        _ = lines.take()
        log.close()
        #expect(lines.take() == ["info: Lines about clients were left out. lines=2"])
        log.close()
        #expect(lines.take().isEmpty)
    }
}
