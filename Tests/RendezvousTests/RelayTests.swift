import NetPrimitives
import Rendezvous
import Signaling
import Testing
import WebSocketFraming

@Suite("Relay pairings")
struct RelayTests {
    let call: CallID

    init() throws {
        call = try #require(CallID("call"))
    }

    /// Two devices with the tokens of one pairing.
    private func pair(in world: World) -> (anna: TestDevice, bert: TestDevice) {
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        anna.send(.relayRequest(to: bert.id, call: call, key: nil))
        bert.send(.relayAccept(to: anna.id, call: call, key: nil))
        return (anna, bert)
    }

    /// Opens a relay socket with a handshake that presents `token`; nil when the handshake gets HTTP 403.
    private func handshake(_ token: String?, in world: World) throws -> ConnectionID? {
        let token = try #require(token)
        guard let seat = world.useTicket(token) else { return nil }
        let connection = world.newConnection()
        world.handle(.relayArrived(connection, seat))
        return connection
    }

    /// Opens a relay socket with a token that must be valid.
    private func arrive(_ token: String?, in world: World) throws -> ConnectionID {
        let connection = try handshake(token, in: world)
        return try #require(connection)
    }

    @Test("Both sides get a half of their own, and are joined when both have come")
    func joins() throws {
        let world = World {
            $0.relay?.bytes = 1_000
            $0.relay?.time = .seconds(60)
        }
        let (anna, bert) = pair(in: world)
        #expect(anna.relayToken?.utf8.count == 43)
        #expect(anna.relayToken != bert.relayToken)
        let second = try arrive(bert.relayToken, in: world)
        #expect(world.joins.isEmpty)
        let first = try arrive(anna.relayToken, in: world)
        #expect(world.joins.count == 1)
        #expect(world.joins.first?.first == first)
        #expect(world.joins.first?.second == second)
        #expect(world.joins.first?.byteLimit == 1_000)
        #expect(world.joins.first?.timeLimit == .seconds(60))
        world.advance(by: .seconds(100))
        #expect(world.closed[first] == nil)
        world.handle(.relayEnded(first))
        #expect(world.closed[second] == nil)
        world.handle(.relayEnded(second))
        #expect(world.statistics.relayPairs == 0)
    }

    @Test("A token is good once, and a wrong one never")
    func oneTime() throws {
        let world = World()
        let (anna, _) = pair(in: world)
        _ = try arrive(anna.relayToken, in: world)
        #expect(try handshake(anna.relayToken, in: world) == nil)
        #expect(try handshake(String(repeating: "A", count: 43), in: world) == nil)
    }

    @Test("Who waits 20 seconds in vain is closed with 4013, and late tokens are refused")
    func partnerMissing() throws {
        let world = World()
        let (anna, bert) = pair(in: world)
        let first = try arrive(anna.relayToken, in: world)
        world.advance(by: .seconds(20))
        #expect(world.closed[first] == .partnerMissing)
        #expect(world.tickets.isEmpty)
        #expect(try handshake(bert.relayToken, in: world) == nil)
        world.handle(.relayEnded(first))
        #expect(world.statistics.relayPairs == 0)
    }

    @Test("A socket whose ticket was withdrawn behind its handshake is refused, also while its partner is being closed")
    func lateArrival() throws {
        let world = World()
        let (anna, bert) = pair(in: world)
        let first = try arrive(anna.relayToken, in: world)
        let token = try #require(bert.relayToken)
        let seat = try #require(world.useTicket(token))
        world.advance(by: .seconds(20))
        #expect(world.closed[first] == .partnerMissing)
        let second = world.newConnection()
        world.handle(.relayArrived(second, seat))
        #expect(world.refused == [second])
        world.handle(.relayEnded(first))
        let third = world.newConnection()
        world.handle(.relayArrived(third, seat))
        #expect(world.refused == [second, third])
        #expect(world.joins.isEmpty)
        #expect(world.statistics.relayPairs == 0)
    }

    @Test("A seat is taken once")
    func takenOnce() throws {
        let world = World()
        let (anna, bert) = pair(in: world)
        let token = try #require(anna.relayToken)
        let seat = try #require(world.useTicket(token))
        let first = world.newConnection()
        world.handle(.relayArrived(first, seat))
        let again = world.newConnection()
        world.handle(.relayArrived(again, seat))
        #expect(world.refused == [again])
        let second = try arrive(bert.relayToken, in: world)
        #expect(world.joins.map(\.first) == [first])
        #expect(world.joins.map(\.second) == [second])
    }

    @Test("When one side ends before both have come, the other is not left waiting")
    func partnerLost() throws {
        let world = World()
        let (anna, bert) = pair(in: world)
        let first = try arrive(anna.relayToken, in: world)
        world.handle(.relayEnded(first))
        #expect(world.statistics.relayPairs == 0)
        #expect(world.tickets.isEmpty, "its handshake would be answered")
        #expect(try handshake(bert.relayToken, in: world) == nil)
    }

    @Test("Tokens that wait are good before they are told, and those of an older pairing no longer")
    func askedAgain() throws {
        let world = World()
        let (anna, bert) = pair(in: world)
        let older = world.tickets
        #expect(older == Set([anna.relayToken, bert.relayToken].compactMap(\.self)))
        anna.send(.relayRequest(to: bert.id, call: call, key: nil))
        bert.send(.relayAccept(to: anna.id, call: call, key: nil))
        #expect(world.tickets == Set([anna.relayToken, bert.relayToken].compactMap(\.self)))
        #expect(world.tickets.isDisjoint(with: older))
    }

    @Test("When a device leaves without having used its token, the other's is no good, and it does not wait in vain")
    func partnerLeft() throws {
        let world = World()
        let (anna, bert) = pair(in: world)
        anna.send(.bye)
        #expect(world.tickets.isEmpty)
        #expect(try handshake(bert.relayToken, in: world) == nil)
        let (carl, dora) = pair(in: world)
        let waiting = try arrive(dora.relayToken, in: world)
        carl.send(.bye)
        #expect(world.closed[waiting] == .partnerLost)
    }

    @Test("A socket that is closed since nobody came is closed once, also when that device leaves then")
    func closedOnce() throws {
        let world = World()
        let (anna, bert) = pair(in: world)
        let waiting = try arrive(anna.relayToken, in: world)
        world.advance(by: .seconds(20))
        bert.send(.bye)
        #expect(world.closed[waiting] == .partnerMissing)
    }

    @Test("A device that leaves while its relay socket waits is still met there")
    func leftBySignaling() throws {
        let world = World()
        let (anna, bert) = pair(in: world)
        let first = try arrive(anna.relayToken, in: world)
        anna.send(.bye)
        let second = try arrive(bert.relayToken, in: world)
        #expect(world.joins.first?.first == first)
        #expect(world.joins.first?.second == second)
    }

    @Test("Nobody can accept what was not asked for, or twice")
    func unasked() throws {
        let world = World()
        let (anna, bert) = pair(in: world)
        bert.send(.relayAccept(to: anna.id, call: call, key: nil))
        #expect(bert.errors.map(\.code) == [.peerNotFound])
        let other = try #require(CallID("other"))
        anna.send(.offer(to: bert.id, call: other, sdp: ""))
        bert.send(.relayAccept(to: anna.id, call: other, key: nil))
        #expect(bert.errors.map(\.code) == [.peerNotFound, .peerNotFound])
        #expect(world.statistics.relayPairs == 1)
    }

    @Test("The relay can be asked for beside an offer, before and after its answer")
    func besideOffer() {
        let world = World()
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        anna.send(.relayRequest(to: bert.id, call: call, key: nil))
        bert.send(.answer(to: anna.id, call: call, sdp: ""))
        bert.send(.relayAccept(to: anna.id, call: call, key: nil))
        #expect(anna.relayToken != nil)
        #expect(bert.errors.isEmpty)
        #expect(world.statistics.conversations == 1)
    }

    @Test("A request for the relay under another name leaves the offer open; both can be answered, in any order")
    func besideOlderOffer() throws {
        let relayCall = try #require(CallID("relay"))
        for answersFirst in [true, false] {
            let world = World()
            let anna = world.join("Anna")
            let bert = world.join("Bert")
            anna.send(.offer(to: bert.id, call: call, sdp: ""))
            anna.send(.relayRequest(to: bert.id, call: relayCall, key: nil))
            let answers: [ClientMessage] = [
                .answer(to: anna.id, call: call, sdp: ""), .relayAccept(to: anna.id, call: relayCall, key: nil),
            ]
            (answersFirst ? answers : answers.reversed()).forEach(bert.send)
            #expect(bert.errors.isEmpty)
            #expect(anna.fromPeers == [.answer(from: bert.id, call: call, sdp: "")])
            #expect(anna.relayToken != nil)
            #expect(world.statistics.calls == 0)
            #expect(world.statistics.conversations == 1)
        }
    }

    @Test("Who refuses the relay can still answer the offer")
    func refusedBesideOffer() throws {
        let relayCall = try #require(CallID("relay"))
        let world = World()
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        anna.send(.relayRequest(to: bert.id, call: relayCall, key: nil))
        bert.send(.error(to: anna.id, call: relayCall, code: .relayRefused, message: ""))
        bert.send(.answer(to: anna.id, call: call, sdp: ""))
        #expect(anna.fromPeers.last == .answer(from: bert.id, call: call, sdp: ""))
        #expect(bert.errors.isEmpty)
    }

    @Test("The other device may allow direct connections only")
    func refused() {
        let world = World()
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        anna.send(.relayRequest(to: bert.id, call: call, key: nil))
        bert.send(.error(to: anna.id, call: call, code: .relayRefused, message: ""))
        #expect(anna.fromPeers == [.peerError(from: bert.id, call: call, code: .relayRefused, message: "")])
        bert.send(.relayAccept(to: anna.id, call: call, key: nil))
        #expect(anna.relayToken == nil)
    }

    @Test("A server that does not relay says so")
    func off() {
        let world = World { $0.relay = nil }
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        anna.send(.relayRequest(to: bert.id, call: call, key: nil))
        #expect(anna.errors.map(\.code) == [.relayOff])
        #expect(bert.fromPeers.isEmpty)
        #expect(anna.welcome?.server.relay == false)
    }

    @Test("When all pairings are taken, both sides are told")
    func full() {
        let world = World { $0.relay?.pairs = 1 }
        _ = pair(in: world)
        let (carl, dora) = pair(in: world)
        #expect(carl.errors.map(\.code) == [.relayFull])
        #expect(dora.errors.map(\.code) == [.relayFull])
        #expect(carl.errors.first?.call == call)
        world.advance(by: .seconds(20))
        carl.send(.relayRequest(to: dora.id, call: call, key: nil))
        dora.send(.relayAccept(to: carl.id, call: call, key: nil))
        #expect(carl.relayToken != nil)
    }

    @Test("Asking again before anything came of it takes the place of the older pairing")
    func again() throws {
        let world = World { $0.relay?.pairs = 1 }
        let (anna, bert) = pair(in: world)
        let old = anna.relayToken
        anna.send(.relayRequest(to: bert.id, call: call, key: nil))
        bert.send(.relayAccept(to: anna.id, call: call, key: nil))
        #expect(anna.relayToken != old)
        #expect(world.statistics.relayPairs == 1)
        #expect(try handshake(old, in: world) == nil)
    }

    @Test("Relay sockets are told when the server shuts down")
    func shutdown() throws {
        let world = World()
        let (anna, _) = pair(in: world)
        let first = try arrive(anna.relayToken, in: world)
        world.handle(.shutdown)
        #expect(world.closed[first] == .goingAway)
    }
}
