import NetPrimitives
import Rendezvous
import Signaling
import TURNGrants
import Testing

@Suite("Grants to use TURN")
struct GrantTests {
    let world = World()
    let anna: TestDevice
    let bert: TestDevice
    let call: CallID

    init() throws {
        world.turnURLs = ["turn:192.168.0.2:3478"]
        anna = world.join("Anna", from: .v4(IPv4Address(192, 168, 0, 10)))
        bert = world.join("Bert", from: .v4(IPv4Address(192, 168, 0, 11)))
        world.settle()
        call = try #require(CallID("call-1"))
    }

    private func converse() {
        anna.send(.turnRequest(to: bert.id))
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        bert.send(.answer(to: anna.id, call: call, sdp: ""))
    }

    @Test("Who asks for a device in sight gets servers, and asking again gives the same grant")
    func request() throws {
        anna.send(.turnRequest(to: bert.id))
        let grant = try #require(anna.grant)
        #expect(anna.turns.last?.peer == bert.id)
        #expect(anna.turns.last?.seconds == 43_200)
        #expect(world.ledger.live == [grant])
        world.advance(by: .seconds(3_600))
        anna.send(.turnRequest(to: bert.id))
        #expect(anna.grant == grant)
        #expect(anna.turns.last?.seconds == 39_600)
        #expect(world.statistics.turnGrants == 1)
        #expect(bert.turns.isEmpty)
    }

    @Test("A device out of sight, gone or never there gets nobody a server")
    func strangers() throws {
        let carl = world.join("Carl", .failure(.publicOff))
        for target in [carl.id, DeviceID(high: 1, low: 2), anna.id] {
            anna.send(.turnRequest(to: target))
        }
        #expect(anna.errors.map(\.code) == [.peerNotFound, .peerNotFound, .peerNotFound])
        #expect(anna.errors.first?.peer == carl.id)
        #expect(anna.turns.isEmpty)
        #expect(world.ledger.names.isEmpty)
    }

    @Test("A server without TURN answers that there is none, and says nothing unasked")
    func off() {
        let world = World()
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        #expect(anna.welcome?.server.turn == false)
        anna.send(.turnRequest(to: bert.id))
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        #expect(anna.turns.map(\.grant) == [nil])
        #expect(anna.turns.map(\.seconds) == [0])
        #expect(bert.turns.isEmpty)
        #expect(world.ledger.names.isEmpty)
    }

    @Test("The called device is given servers before the offer, once for each call")
    func called() throws {
        #expect(bert.welcome?.server.turn == true)
        bert.forgetInbox()
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        let grant = try #require(bert.grant)
        #expect(bert.turns.map(\.peer) == [anna.id])
        #expect(bert.inbox.last == .offer(from: anna.id, call: call, sdp: ""))
        #expect(bert.inbox.count == 2)
        bert.send(.answer(to: anna.id, call: call, sdp: ""))
        anna.send(.offer(to: bert.id, call: call, sdp: "again"))
        #expect(bert.turns.count == 1)
        anna.send(.error(to: bert.id, call: call, code: .callFailed, message: ""))
        let next = try #require(CallID("call-2"))
        let carl = world.join("Carl")
        carl.send(.offer(to: bert.id, call: call, sdp: ""))
        #expect(bert.turns.count == 2)
        carl.send(.error(to: bert.id, call: call, code: .callTimeout, message: ""))
        carl.send(.offer(to: bert.id, call: next, sdp: ""))
        #expect(bert.turns.count == 3)
        #expect(bert.turns[1].grant == bert.turns[2].grant)
        #expect(bert.turns[0].grant == grant.description)
    }

    @Test("The end of a conversation, from either side, ends the grants of both; who calls again at once gets new ones")
    func endedConversation() throws {
        for (first, second) in [(anna, bert), (bert, anna)] {
            converse()
            let old = Set([anna.grant, bert.grant])
            #expect(world.ledger.live == Set(old.compactMap(\.self)))
            first.send(.end(to: second.id))
            #expect(world.ledger.names.isEmpty)
            // A late answer to it brings nothing back.
            second.send(.end(to: first.id))
            #expect(world.ledger.names.isEmpty)
            converse()
            #expect(world.ledger.live.count == 2)
            #expect(world.ledger.live.isDisjoint(with: Set(old.compactMap(\.self))))
            #expect(Set([anna.grant, bert.grant]) == Set(world.ledger.live.map(Optional.some)))
            first.send(.end(to: second.id))
        }
        #expect(world.faults.isEmpty)
    }

    @Test("The end of a call that nobody has answered ends the grants as well")
    func endedCall() {
        anna.send(.turnRequest(to: bert.id))
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        anna.send(.end(to: bert.id))
        #expect(world.ledger.names.isEmpty)
        // The second `end` ends no call, and the peer is not told, so the new grant stays valid.
        anna.send(.turnRequest(to: bert.id))
        anna.send(.end(to: bert.id))
        #expect(world.ledger.live.count == 1)
    }

    @Test("A grant says whose it is, towards whom, and where that is")
    func holder() throws {
        let carl = world.join("Carl", from: try #require(IPAddress("2001:db8:5:6::7")))
        carl.send(.turnRequest(to: anna.id))
        let network = try #require(NetworkPrefix("2001:db8:5:6::/64"))
        let holder = world.ledger.holders[try #require(carl.grant)]
        #expect(holder?.device == carl.id && holder?.peer == anna.id && holder?.network == network)
        anna.send(.turnRequest(to: carl.id))
        #expect(world.ledger.holders[try #require(anna.grant)]?.network == NetworkPrefix("192.168.0.10"))
    }

    @Test("An offer from a device that has just come is preceded by it, and that by the device")
    func introduced() {
        let carl = world.join("Carl")
        carl.send(.offer(to: bert.id, call: call, sdp: ""))
        #expect(bert.turns.map(\.peer) == [carl.id])
        #expect(world.faults.isEmpty)
    }

    @Test("Past half of its life a grant is prolonged, also by an offer within a conversation")
    func prolonged() throws {
        converse()
        let annas = try #require(anna.grant)
        let berts = try #require(bert.grant)
        world.advance(by: .seconds(21_601))
        anna.send(.turnRequest(to: bert.id))
        #expect(anna.grant == annas)
        #expect(anna.turns.last?.seconds == 43_200)
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        #expect(bert.grant == berts)
        #expect(bert.turns.map(\.seconds) == [43_200, 43_200])
        #expect(world.ledger.ends[berts] == world.now + .seconds(43_200))
    }

    @Test("A grant ends with its life")
    func expires() {
        anna.send(.turnRequest(to: bert.id))
        world.advance(by: .seconds(43_200))
        #expect(world.ledger.names.isEmpty)
        #expect(world.statistics.turnGrants == 0)
    }

    @Test("Who loses signaling in a conversation keeps its grants suspended for a minute, the other's likewise")
    func suspended() throws {
        converse()
        let lostAt = world.now
        let grants = [try #require(anna.grant), try #require(bert.grant)]
        anna.lose()
        for grant in grants {
            #expect(world.ledger.states[grant] == .suspended(until: lostAt + .seconds(60)))
        }
        world.advance(by: .seconds(59))
        #expect(Set(world.ledger.names) == Set(grants))
        world.advance(by: .seconds(1))
        #expect(world.ledger.names.isEmpty)
    }

    @Test("Who comes back within the minute, and still sees the other, has the grant again")
    func resumed() throws {
        converse()
        let grants = Set([try #require(anna.grant), try #require(bert.grant)])
        let token = anna.welcome?.token
        for pause in [3, 50] {
            world.devices.values.first { $0.id == anna.id && $0.isConnected }?.lose()
            world.advance(by: .seconds(pause))
            #expect(world.ledger.live.isEmpty)
            _ = world.join("Anna", token: token)
            #expect(world.ledger.live == grants)
        }
        world.advance(by: .seconds(100))
        #expect(world.ledger.live == grants)
        #expect(world.faults.isEmpty)
    }

    @Test("Who comes back to another place has lost its grants")
    func elsewhere() {
        converse()
        anna.lose()
        world.advance(by: .seconds(2))
        _ = world.join("Anna", .failure(.publicOff), token: anna.welcome?.token)
        #expect(world.ledger.names.isEmpty)
    }

    @Test("When both were away, the grants hold again when both are back")
    func bothAway() throws {
        converse()
        let grants = Set([try #require(anna.grant), try #require(bert.grant)])
        anna.lose()
        bert.lose()
        world.advance(by: .seconds(20))
        _ = world.join("Anna", token: anna.welcome?.token)
        #expect(world.ledger.live.isEmpty)
        _ = world.join("Bert", token: bert.welcome?.token)
        #expect(world.ledger.live == grants)
    }

    @Test("A device that takes its own place keeps its grants, and is told of them before the next offer")
    func takesItsPlace() throws {
        converse()
        let grant = try #require(bert.grant)
        let again = world.join("Bert", token: bert.welcome?.token)
        #expect(world.ledger.live.contains(grant))
        anna.send(.offer(to: again.id, call: call, sdp: ""))
        #expect(again.grant == grant)
    }

    @Test("Who says goodbye ends the grants of both; a grant nobody uses ends with the socket")
    func ends() {
        converse()
        bert.send(.bye)
        #expect(world.ledger.names.isEmpty)
        let carl = world.join("Carl")
        anna.send(.turnRequest(to: carl.id))
        #expect(world.ledger.live.count == 1)
        anna.lose()
        #expect(world.ledger.names.isEmpty)
    }

    @Test("Suspended grants are bounded in all; beyond it they end at once")
    func suspendedBound() {
        let world = World { $0.turn.suspendedGrants = 3 }
        world.turnURLs = ["turn:192.168.0.2"]
        let callee = world.join("Callee")
        let callers = (0..<4).map { world.join("Caller \($0)") }
        for caller in callers {
            caller.send(.offer(to: callee.id, call: call, sdp: ""))
        }
        callers.forEach { $0.lose() }
        #expect(world.ledger.names.count == 3)
        world.advance(by: .seconds(60))
        #expect(world.ledger.names.isEmpty)
        #expect(world.statistics.turnGrants == 0)
    }

    @Test("A device has 32 grants: the oldest without a call gives way, one with a call does not")
    func perDevice() {
        let others = (0..<40).map { world.join("Other \($0)") }
        world.settle()
        anna.send(.offer(to: others[0].id, call: call, sdp: ""))
        for other in others {
            anna.send(.turnRequest(to: other.id))
            world.advance(by: .milliseconds(500))
        }
        // One of others[0]'s grants is towards Anna too.
        #expect(world.ledger.live.count == 33)
        let held = Set(anna.turns.compactMap(\.grant))
        #expect(held.count == 40)
        #expect(held.filter { world.grant(named: $0) != nil }.count == 32)
        #expect(anna.turns.first?.grant.flatMap { world.grant(named: $0) } != nil)
    }

    @Test("Who has a call with each of its 32 gets no more")
    func allInUse() {
        let others = (0..<33).map { world.join("Other \($0)") }
        for other in others {
            anna.send(.offer(to: other.id, call: call, sdp: ""))
        }
        anna.send(.turnRequest(to: others[32].id))
        #expect(anna.turns.map(\.grant) == [nil])
        anna.send(.error(to: others[3].id, call: call, code: .callFailed, message: ""))
        anna.send(.turnRequest(to: others[32].id))
        #expect(anna.grant != nil)
    }

    @Test("Who asks too often is answered without servers, and asks in vain for a moment only")
    func rate() {
        for _ in 0..<40 { anna.send(.turnRequest(to: bert.id)) }
        #expect(anna.turns.count { $0.grant == nil } == 8)
        #expect(anna.isConnected)
        world.advance(by: .seconds(1))
        anna.send(.turnRequest(to: bert.id))
        #expect(anna.grant != nil)
    }
}
