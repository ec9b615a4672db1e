import CAllocations
import FoundationEssentials
import NIOCore
import Signaling

// Compares Ferry's codec of signaling messages with Foundation's.
//
//     swift run -c release MessageCodec                     time and allocations of each message
//     swift run -c release MessageCodec memory ferry        growth of a process by the first use of a codec, in kB
//     swift run -c release MessageCodec memory foundation

@main
enum MessageCodec {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == "memory" { return try printMemory(isFoundation: arguments.last == "foundation") }
        print("| message | bytes | direction | Ferry | Foundation |\n|---|---|---|---|---|")
        for (name, text) in Samples.client {
            let message = try ClientMessage.decode(text)
            try printRow(name, text, read: { _ = try ClientMessage.decode(text) }, write: { message.encode(into: &$0) })
        }
        for (name, text) in Samples.server {
            let message = try ServerMessage.decode(text)
            try printRow(name, text, read: { _ = try ServerMessage.decode(text) }, write: { message.encode(into: &$0) })
        }
    }

    private static func printRow(
        _ name: String,
        _ text: ByteBuffer,
        read: () throws -> Void,
        write: (inout ByteBuffer) -> Void
    ) throws {
        let message = try FoundationMessage.decode(text)
        let ours = try cost(read)
        let theirs = try cost { _ = try FoundationMessage.decode(text) }
        print("| \(name) | \(text.readableBytes) | read | \(ours) | \(theirs) |")
        let oursWritten = cost {
            var buffer = ByteBuffer()
            write(&buffer)
        }
        let theirsWritten = try cost {
            var buffer = ByteBuffer()
            try message.encode(into: &buffer)
        }
        print("| | | write | \(oursWritten) | \(theirsWritten) |")
    }

    /// Measures one call of `body`: the shortest time of several runs, because other processes only make it longer.
    private static func cost(_ body: () throws -> Void) rethrows -> String {
        let repetitions = 2_000
        for _ in 0..<repetitions { try body() }
        var least = Duration.seconds(1_000)
        let before = allocations()
        for _ in 0..<20 {
            let start = ContinuousClock.now
            for _ in 0..<repetitions { try body() }
            least = min(least, ContinuousClock.now - start)
        }
        let nanoseconds = least.components.attoseconds / 1_000_000_000 / Int64(repetitions)
        let tenths = (nanoseconds + 50) / 100
        let calls = (allocations() - before) / UInt64(20 * repetitions)
        return "\(tenths / 10).\(tenths % 10) µs, \(calls) allocations"
    }

    /// Prints the growth of the process's memory by reading and writing each sample once.
    private static func printMemory(isFoundation: Bool) throws {
        let client = Samples.client
        let server = Samples.server
        // The first reading of the file allocates memory, too.
        _ = try residentKilobytes()
        let before = try residentKilobytes()
        var buffer = ByteBuffer()
        for (_, text) in client + server where isFoundation {
            try FoundationMessage.decode(text).encode(into: &buffer)
        }
        for (_, text) in client where !isFoundation {
            try ClientMessage.decode(text).encode(into: &buffer)
        }
        for (_, text) in server where !isFoundation {
            try ServerMessage.decode(text).encode(into: &buffer)
        }
        print("\(try residentKilobytes() - before) kB")
    }

    private static func residentKilobytes() throws -> Int {
        let lines = try String(contentsOfFile: "/proc/self/smaps_rollup", encoding: .utf8).split(separator: "\n")
        return lines.first { $0.hasPrefix("Rss:") }.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
    }
}

/// The measured messages.
enum Samples {
    static let client: [(name: String, text: ByteBuffer)] = [
        (
            "hello",
            ByteBuffer(
                string: #"{"type":"hello","protocol":1,"name":"Anna's phone","kind":"phone","webrtc":true,"#
                    + #""availability":"open","token":"AAECAwQFBgcICQoLDA0ODw."#
                    + #"QvG9OSRC_tTTV-eH8WMxNNjjwBWCsL-TfYiArOIFfN4","instance":"page-instance_00000001"}"#
            )
        ),
        (
            "offer to a device",
            ByteBuffer(
                string: #"{"type":"offer","to":"__79_Pv6-fj39vX08_Lx8A","call":"call-1","sdp":"\#(sdp)"}"#
            )
        ),
    ]

    static let server: [(name: String, text: ByteBuffer)] = [
        (
            "offer from a device",
            ByteBuffer(
                string: #"{"type":"offer","from":"__79_Pv6-fj39vX08_Lx8A","call":"call-1","sdp":"\#(sdp)"}"#
            )
        ),
        (
            "presence of a device",
            ByteBuffer(string: #"{"type":"presence","joined":[\#(device(1))],"changed":[],"left":[]}"#)
        ),
        (
            "welcome with 20 devices",
            ByteBuffer(
                string: #"{"type":"welcome","protocol":1,"id":"AAECAwQFBgcICQoLDA0ODw","token":"#
                    + #""AAECAwQFBgcICQoLDA0ODw.QvG9OSRC_tTTV-eH8WMxNNjjwBWCsL-TfYiArOIFfN4","you":\#(device(0)),"#
                    + #""room":{"kind":"lan","reason":null},"devices":["#
                    + (1...20).map(device).joined(separator: ",")
                    + #"],"server":{"version":"1.0.0","urls":["https://192.168.0.2:8443/","http://192.168.0.2:8080/"],"#
                    + #""secureUrls":["https://192.168.0.2:8443/"],"relay":true,"turn":true,"probe":null,"iceServers":[],"#
                    + #""publicGrouping":true,"ownAuthority":true}}"#
            )
        ),
    ]

    /// 52 lines, 3 kB.
    private static let sdp = String(
        repeating: "a=candidate:1 1 udp 2113937151 192.168.0.7 51234 typ host\\r\\n",
        count: 52
    )

    private static func device(_ index: Int) -> String {
        let id = index == 0 ? "AAECAwQFBgcICQoLDA0ODw" : "__79_Pv6-fj39vX08_Lx8A"
        return #"{"id":"\#(id)","name":"Küche \#(index)","kind":"desktop","webrtc":true,"#
            + #""availability":"open","via":"room","instance":"page-instance_00000001"}"#
    }
}
