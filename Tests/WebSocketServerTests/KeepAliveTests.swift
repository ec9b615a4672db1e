import NIOCore
import Testing
import WebSocketServer

@Suite("Silent peers")
struct KeepAliveTests {
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
    private var keepAlive = KeepAlive(limits: KeepAliveLimits(), now: start)

    /// What is done when looked at so many seconds after the start.
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
        #expect(check(50) == .ping)
        keepAlive.heard(now: Self.start + .seconds(59))
        #expect(check(83) == .nothing)
        #expect(check(84) == .ping)
        #expect(check(118) == .ping)
        #expect(check(119) == .giveUp)
    }

    @Test("After the process itself stood still, it is asked first, and has the time to answer")
    mutating func standstill() {
        #expect(check(3_600) == .ping)
        #expect(check(3_634) == .ping)
        keepAlive.heard(now: Self.start + .seconds(3_634))
        #expect(check(3_658) == .nothing)
        #expect(check(3_659) == .ping)
    }
}
