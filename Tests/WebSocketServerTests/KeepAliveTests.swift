import NIOCore
import Testing
import WebSocketServer

@Suite("Silent peers")
struct KeepAliveTests {
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
    private var keepAlive = KeepAlive(limits: KeepAliveLimits(), now: start)

    /// The action at a check so many seconds after the start.
    private mutating func check(_ seconds: Int64) -> KeepAlive.Action {
        keepAlive.check(now: Self.start + .seconds(seconds))
    }

    @Test("One is pinged every 25 seconds and given up after 60")
    mutating func silence() {
        let actions = (1...60).map { ($0, check($0)) }.filter { $0.1 != .nothing }
        #expect(actions.map(\.0) == [25, 50, 60])
        #expect(actions.map(\.1) == [.ping, .ping, .giveUp])
    }

    @Test("A sign of life starts the time anew")
    mutating func heard() {
        _ = (1...59).map { check($0) }
        keepAlive.heard(now: Self.start + .seconds(59))
        let actions = (60...119).map { ($0, check($0)) }.filter { $0.1 != .nothing }
        #expect(actions.map(\.0) == [84, 109, 119])
        #expect(actions.map(\.1) == [.ping, .ping, .giveUp])
    }

    @Test(
        "After the process itself stood still, it is asked first, and has the time to answer",
        arguments: [10, 26, 51]
    )
    mutating func standstill(before: Int64) {
        // In the middle of a silence or not, with or without sent pings.
        _ = (1...before).map { check($0) }
        let actions = (3_600...3_635).map { ($0, check($0)) }.filter { $0.1 != .nothing }
        #expect(actions.map(\.0) == [3_600, 3_625, 3_635])
        #expect(actions.map(\.1) == [.ping, .ping, .giveUp])
    }
}
