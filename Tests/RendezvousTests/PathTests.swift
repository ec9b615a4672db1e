import NetPrimitives
import Rendezvous
import Signaling
import Testing

@Suite("Reports of paths")
struct PathTests {
    let world = World()
    let anna: TestDevice
    let bert: TestDevice
    let call: CallID

    init() throws {
        anna = world.join("Anna")
        bert = world.join("Bert")
        world.settle()
        call = try #require(CallID("call"))
    }

    private var paths: [CallPath: Rendezvous.Statistics.PathCount] { world.statistics.totals.paths }

    @Test("Reports of the device that called are counted by path, with the time they took")
    func counted() {
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        bert.send(.answer(to: anna.id, call: call, sdp: ""))
        anna.send(.path(to: bert.id, PathReport(.relay, elapsed: 3_000)))
        anna.send(.path(to: bert.id, PathReport(.reflexive, elapsed: 4_000)))
        let carl = world.join("Carl")
        carl.send(.relayRequest(to: bert.id, call: call, key: nil))
        carl.send(.path(to: bert.id, PathReport(.relay, elapsed: 500)))
        #expect(paths[.relay]?.reports == 2)
        #expect(paths[.relay]?.elapsed == 3_500)
        #expect(paths[.reflexive]?.reports == 1)
        #expect(world.statistics.totals.failures.isEmpty)
    }

    @Test("A call that led nowhere is counted with its reason, also when the other has gone")
    func failed() {
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        bert.send(.bye)
        anna.send(.path(to: bert.id, PathReport(.none, reason: .callTimeout, elapsed: 30_000)))
        #expect(paths[.none]?.reports == 1)
        #expect(world.statistics.totals.failures == [.callTimeout: 1])
    }

    @Test("A call that was refused is counted")
    func refused() {
        bert.send(.update(name: nil, availability: .busy))
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        anna.send(.path(to: bert.id, PathReport(.none, reason: .peerBusy, elapsed: 20)))
        #expect(world.statistics.totals.failures == [.peerBusy: 1])
    }

    @Test("What was not called is not counted, nor what is reported too often; nobody is told")
    func forged() {
        anna.send(.path(to: bert.id, PathReport(.host, elapsed: 1)))
        anna.send(.path(to: DeviceID(high: 1, low: 2), PathReport(.host, elapsed: 1)))
        #expect(paths.isEmpty)
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        bert.send(.answer(to: anna.id, call: call, sdp: ""))
        bert.send(.path(to: anna.id, PathReport(.host, elapsed: 1)))
        #expect(paths.isEmpty)
        for _ in 0..<50 {
            anna.send(.path(to: bert.id, PathReport(.host, elapsed: 1)))
        }
        #expect(paths[.host]?.reports == 7)
        #expect(anna.errors.isEmpty)
        #expect(bert.inbox.count { if case .offer = $0 { true } else { false } } == bert.fromPeers.count)
    }

    @Test("The sixteen devices called last can be reported about")
    func bounded() {
        let others = (0..<17).map { world.join("Other \($0)") }
        for other in others {
            anna.send(.offer(to: other.id, call: call, sdp: ""))
        }
        for other in others {
            anna.send(.path(to: other.id, PathReport(.host, elapsed: 1)))
        }
        #expect(paths[.host]?.reports == 16)
    }
}
