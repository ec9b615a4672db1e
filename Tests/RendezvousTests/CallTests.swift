import NetPrimitives
import Rendezvous
import Signaling
import Testing

@Suite("Calls and conversations")
struct CallTests {
    let world = World()
    let anna: TestDevice
    let bert: TestDevice
    let call: CallID
    let candidate = IceCandidate(candidate: "candidate:1", mid: "0", line: 0, ufrag: nil)

    init() throws {
        anna = world.join("Anna")
        bert = world.join("Bert")
        world.settle()
        call = try #require(CallID("call-1"))
    }

    private func converse() {
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        bert.send(.answer(to: anna.id, call: call, sdp: ""))
    }

    @Test("Offer, answer and candidates pass, under the id the server knows")
    func passes() {
        anna.send(.offer(to: bert.id, call: call, sdp: "offer"))
        anna.send(.candidate(to: bert.id, call: call, candidate))
        bert.send(.candidate(to: anna.id, call: call, candidate))
        bert.send(.answer(to: anna.id, call: call, sdp: "answer"))
        #expect(
            bert.fromPeers == [
                .offer(from: anna.id, call: call, sdp: "offer"), .candidate(from: anna.id, call: call, candidate),
            ]
        )
        #expect(
            anna.fromPeers == [
                .candidate(from: bert.id, call: call, candidate), .answer(from: bert.id, call: call, sdp: "answer"),
            ]
        )
        #expect(world.statistics.conversations == 1)
        #expect(world.statistics.calls == 0)
    }

    @Test("An answer or a candidate from a device that was not called goes nowhere")
    func notCalled() {
        let carl = world.join("Carl")
        world.settle()
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        carl.send(.answer(to: anna.id, call: call, sdp: "mine"))
        carl.send(.candidate(to: anna.id, call: call, candidate))
        carl.send(.relayAccept(to: anna.id, call: call, key: nil))
        carl.send(.error(to: anna.id, call: call, code: .callDeclined, message: ""))
        carl.send(.end(to: anna.id))
        // The caller cannot answer its own call either.
        anna.send(.answer(to: bert.id, call: call, sdp: ""))
        #expect(anna.fromPeers.isEmpty)
        #expect(carl.errors.map(\.code) == [.peerNotFound, .peerNotFound, .peerNotFound])
        #expect(anna.errors.map(\.code) == [.peerNotFound])
        #expect(bert.fromPeers.count == 1)
    }

    @Test("A device of another room cannot be reached by its id, and looks like one that is not there")
    func otherRoom() {
        let stranger = world.join("Stranger", .failure(.publicOff))
        for target in [anna.id, DeviceID(high: 1, low: 2), stranger.id] {
            stranger.forgetInbox()
            stranger.send(.offer(to: target, call: call, sdp: ""))
            #expect(
                stranger.errors == [ErrorReport(.peerNotFound, "This device is not there", peer: target, call: call)]
            )
        }
        #expect(anna.fromPeers.isEmpty)
    }

    @Test("Two who call each other at once both get through")
    func glare() throws {
        let other = try #require(CallID("call-2"))
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        bert.send(.offer(to: anna.id, call: other, sdp: ""))
        bert.send(.candidate(to: anna.id, call: other, candidate))
        bert.send(.answer(to: anna.id, call: call, sdp: ""))
        #expect(anna.errors.isEmpty)
        #expect(bert.errors.isEmpty)
        #expect(world.statistics.conversations == 1)
        #expect(world.statistics.calls == 0)
    }

    @Test("A declined call is over, and calling again works")
    func declined() throws {
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        bert.send(.error(to: anna.id, call: call, code: .callDeclined, message: "No"))
        #expect(anna.fromPeers == [.peerError(from: bert.id, call: call, code: .callDeclined, message: "No")])
        anna.send(.candidate(to: bert.id, call: call, candidate))
        #expect(anna.errors.map(\.code) == [.peerNotFound])
        let again = try #require(CallID("call-2"))
        anna.send(.offer(to: bert.id, call: again, sdp: ""))
        bert.send(.answer(to: anna.id, call: again, sdp: ""))
        #expect(anna.fromPeers.last == .answer(from: bert.id, call: again, sdp: ""))
    }

    @Test("An error about a call that is not is dropped: errors are not answered by errors")
    func strayError() {
        bert.send(.error(to: anna.id, call: call, code: .callFailed, message: ""))
        bert.send(.end(to: anna.id))
        #expect(anna.fromPeers.isEmpty)
        #expect(bert.errors.isEmpty)
    }

    @Test("A call nobody answers is forgotten after 30 seconds")
    func unanswered() {
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        world.advance(by: .seconds(30))
        bert.send(.answer(to: anna.id, call: call, sdp: ""))
        #expect(bert.errors.map(\.code) == [.peerNotFound])
        #expect(anna.fromPeers.isEmpty)
    }

    @Test("A newer call takes the place of the older one; an answer to the older one is late")
    func newerCall() throws {
        let newer = try #require(CallID("call-2"))
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        anna.send(.offer(to: bert.id, call: newer, sdp: ""))
        bert.send(.answer(to: anna.id, call: call, sdp: ""))
        #expect(bert.errors.map(\.call) == [call])
        bert.send(.answer(to: anna.id, call: newer, sdp: ""))
        #expect(anna.fromPeers == [.answer(from: bert.id, call: newer, sdp: "")])
    }

    @Test("A device with eight unanswered calls is busy for a ninth caller, not for one who calls again")
    func pendingLimit() throws {
        let callers = (0..<9).map { world.join("Caller \($0)") }
        for caller in callers {
            caller.send(.offer(to: bert.id, call: call, sdp: ""))
        }
        #expect(callers.map { $0.errors.map(\.code) } == Array(repeating: [], count: 8) + [[.peerBusy]])
        callers[0].send(.offer(to: bert.id, call: try #require(CallID("again")), sdp: ""))
        #expect(callers[0].errors.isEmpty)
    }

    @Test("A device with sixteen conversations is busy for a new one, never for offers within one")
    func conversationLimit() {
        let callers = (0..<17).map { world.join("Caller \($0)") }
        for caller in callers {
            caller.send(.offer(to: bert.id, call: call, sdp: ""))
            bert.send(.answer(to: caller.id, call: call, sdp: ""))
        }
        #expect(callers[16].errors.map(\.code) == [.peerBusy])
        callers[3].send(.offer(to: bert.id, call: call, sdp: "restart"))
        #expect(callers[3].errors.isEmpty)
        callers[0].send(.end(to: bert.id))
        callers[16].send(.offer(to: bert.id, call: call, sdp: ""))
        #expect(callers[16].errors.count == 1)
    }

    @Test("A device that does not want to be disturbed declines, but goes on with a conversation and may call")
    func doNotDisturb() throws {
        converse()
        bert.send(.update(name: nil, availability: .busy))
        anna.send(.offer(to: bert.id, call: call, sdp: "restart"))
        #expect(anna.errors.isEmpty)
        anna.send(.end(to: bert.id))
        anna.send(.offer(to: bert.id, call: try #require(CallID("new")), sdp: ""))
        anna.send(.relayRequest(to: bert.id, call: call, key: nil))
        #expect(anna.errors.map(\.code) == [.callDeclined, .callDeclined])
        bert.send(.offer(to: anna.id, call: call, sdp: ""))
        #expect(bert.errors.isEmpty)
    }

    @Test("The end of a conversation is told once")
    func end() {
        converse()
        anna.send(.end(to: bert.id))
        bert.send(.end(to: anna.id))
        #expect(bert.fromPeers.last == .end(from: anna.id))
        #expect(!anna.fromPeers.contains(.end(from: bert.id)))
        #expect(world.statistics.conversations == 0)
    }

    @Test("Callers of a device that leaves are told at once")
    func calleeLeaves() {
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        bert.send(.bye)
        #expect(anna.errors == [ErrorReport(.peerNotFound, "This device is not there", peer: bert.id, call: call)])
    }

    @Test("A conversation outlives the loss of a signaling socket; meanwhile the device is not there")
    func reconnect() throws {
        converse()
        bert.lose()
        anna.send(.offer(to: bert.id, call: call, sdp: "restart"))
        #expect(anna.errors.map(\.code) == [.peerNotFound])
        let again = world.join("Bert", token: try #require(bert.welcome?.token))
        anna.send(.candidate(to: bert.id, call: call, candidate))
        #expect(again.fromPeers == [.candidate(from: anna.id, call: call, candidate)])
    }
}
