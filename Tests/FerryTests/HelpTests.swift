import ArgumentParser
import NetPrimitives
import Testing

@testable import ferry

@Suite("The help")
struct HelpTests {
    @Test("Its examples can be copied from a terminal of 80 columns", arguments: [80, 100, 200])
    func examples(columns: Int) throws {
        let lines = Ferry.helpMessage(for: Serve.self, columns: columns).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        #expect(lines.allSatisfy { $0.count <= columns })
        let start = try #require(lines.firstIndex { $0.drop { $0 == " " }.hasPrefix("ferry serve --host") })
        var command = ""
        for line in lines[start...] {
            command += line
            guard line.hasSuffix("\\") else { break }
            command.removeLast()
        }
        // Split as a shell does.
        let words = command.split(separator: " ").map(String.init)
        #expect(words.starts(with: ["ferry", "serve"]))
        let serve = try Serve.parse(Array(words.dropFirst(2)))
        #expect(serve.listen.host == "127.0.0.1")
        #expect(serve.listen.publicURL?.description == "https://ferry.example.org")
        #expect(serve.access.trustProxy.count == 1)
        #expect(serve.turn.external.count == 1)
    }

    @Test("Values that are to be typed are not torn apart", arguments: [60, 80])
    func values(columns: Int) {
        let help = Ferry.helpMessage(for: Serve.self, columns: columns)
        for value in [
            "turn:USER:PASSWORD@HOST:PORT", "$XDG_STATE_HOME/ferry", "https://ferry.example.org", "49152-65535",
        ] {
            #expect(help.contains(value))
        }
    }
}
