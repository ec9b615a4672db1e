import Logging
import PlainLog
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("What waits to be written")
struct OutputQueueTests {
    private func queue(_ capacity: Int) -> OutputQueue {
        OutputQueue(capacity: capacity) { "\($0) lost\n" }
    }

    private func text(_ bytes: [UInt8]?) -> String? {
        bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("Lines come out in their order, all at once")
    func order() {
        var queue = queue(100)
        #expect(queue.take() == nil)
        queue.add("one\n")
        queue.add("two\n")
        #expect(text(queue.take()) == "one\ntwo\n")
        #expect(queue.take() == nil)
    }

    @Test("What finds no room is dropped and counted, and a notice stands where it is missing")
    func full() {
        var queue = queue(10)
        for line in ["four\n", "five\n", "too much\n", "six\n"] { queue.add(line) }
        #expect(text(queue.take()) == "four\nfive\n2 lost\n")
        queue.add("after\n")
        #expect(text(queue.take()) == "after\n")
    }

    @Test("Behind a line that was dropped nothing is taken in that would hide where it was missing")
    func nothingBehind() {
        var queue = queue(10)
        for line in ["four\n", "longer than all\n", "five\n"] { queue.add(line) }
        #expect(text(queue.take()) == "four\n2 lost\n")
    }
}

@Suite("Output that nobody waits for", .timeLimit(.minutes(1)))
struct OutputWriterTests {
    /// A pipe, its writer, and the bytes read so far. Writers never end, so the tests keep them.
    private final class Pipe: Sendable {
        let reading: CInt
        let writer: OutputWriter

        init() throws {
            var ends: [CInt] = [0, 0]
            try #require(pipe(&ends) == 0)
            reading = ends[0]
            writer = OutputWriter(to: ends[1]) { "\($0) lost\n" }
            _ = Unmanaged.passRetained(writer)
        }

        /// The next line, without its end.
        func line() -> String {
            var line: [UInt8] = []
            var byte: UInt8 = 0
            while read(reading, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
            return String(decoding: line, as: UTF8.self)
        }
    }

    @Test("Nobody waits for a pipe that nobody reads; once it is read, it says how many lines are missing and where")
    func unread() throws {
        let pipe = try Pipe()
        // Many times the capacity of pipe and queue together.
        let count = 10_000
        for number in 0..<count { pipe.writer.write("line \(number) \(String(repeating: "x", count: 90))\n") }
        // Returns although nothing is read.
        pipe.writer.finish(within: 0)
        var next = 0
        var lost = 0
        while next < count {
            let words = pipe.line().split(separator: " ")
            if words.first == "line" {
                #expect(words[1] == "\(next)")
                next += 1
            } else {
                let missing = try #require(Int(words[0]))
                next += missing
                lost += missing
            }
        }
        #expect(next == count && lost > 0)
        pipe.writer.write("after\n")
        #expect(pipe.line() == "after")
    }

    @Test("What was said last is written before the end")
    func finish() throws {
        let pipe = try Pipe()
        pipe.writer.write("last\n")
        pipe.writer.finish(within: 60)
        var byte: UInt8 = 0
        var ready = pollfd(fd: pipe.reading, events: Int16(POLLIN), revents: 0)
        #expect(poll(&ready, 1, 0) == 1)
        #expect(read(pipe.reading, &byte, 1) == 1)
    }
}

@Suite("Log lines for people")
struct PlainLogHandlerTests {
    @Test("A line has its time, level, text and fields, and nothing from outside can begin another one")
    func line() throws {
        let lines = Mutex<[String]>([])
        let write: @Sendable (String) -> Void = { line in lines.withLock { $0.append(line) } }
        var logger = Logger(label: "test") { _ in PlainLogHandler(logLevel: .info, write: write) }
        logger[metadataKey: "kept"] = "yes"
        logger.warning("Bad\nline\u{1B}[2J", metadata: ["address": "10.0.0.1"])
        logger.debug("Not wanted")
        let all = lines.withLock { $0 }
        #expect(all.count == 1)
        #expect(all[0].hasSuffix(" warning: Bad line [2J address=10.0.0.1 kept=yes\n"))
        #expect(all[0].prefix(20).filter { $0 == "-" || $0 == ":" }.count == 4)
    }
}
