import NetPrimitives
import Rendezvous
import Signaling
import Testing
import WebSocketFraming

@Suite("Identity")
struct IdentityTests {
    let world = World()

    @Test("A token gives the same id back, also from another server with the same key")
    func returns() throws {
        let anna = world.join("Anna")
        let token = try #require(anna.welcome?.token)
        #expect(token.hasPrefix("\(anna.id)."))
        #expect(token.utf8.count == 66)
        anna.send(.bye)
        #expect(world.join(token: token).id == anna.id)
        #expect(World(seed: 99).join(token: token).id == anna.id)
    }

    @Test("An id is nobody's without its token: forged ones get a fresh id, and the victim notices nothing")
    func takeover() throws {
        let victim = world.join("Victim")
        let token = try #require(victim.welcome?.token)
        let other = try #require(IdentityKey(bytes: [UInt8](repeating: 9, count: 32)))
        let forgeries = [
            victim.id.description, "\(victim.id).", other.token(for: victim.id), String(token.dropLast()),
            token + "A", "." + token, token.uppercased(), "", ".", "\u{0}.\u{0}", token.replacing(".", with: ".."),
        ]
        for forgery in forgeries {
            let thief = world.join("Thief", token: forgery)
            #expect(thief.id != victim.id)
            #expect(thief.closeCode == nil)
            thief.send(.bye)
        }
        #expect(victim.closeCode == nil)
    }

    @Test("A device that connects again while its old socket is open takes its place, and nobody sees it leave")
    func reconnectRace() throws {
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        world.settle()
        bert.forgetInbox()
        let again = world.join("Anna", token: try #require(anna.welcome?.token))
        world.settle()
        #expect(again.id == anna.id)
        #expect(anna.closeCode == .replaced)
        #expect(again.names == ["Bert"])
        #expect(bert.inbox.isEmpty)
        #expect(bert.names == ["Anna"])
    }

    @Test("The late end of the old socket does not remove the device that came back")
    func lateEnd() throws {
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        let again = world.join("Anna", token: try #require(anna.welcome?.token))
        anna.lose()
        anna.send(.bye)
        world.advance(by: .seconds(10))
        #expect(bert.names == ["Anna"])
        let call = try #require(CallID("c"))
        bert.send(.offer(to: anna.id, call: call, sdp: ""))
        #expect(again.inbox.last == .offer(from: bert.id, call: call, sdp: ""))
        #expect(world.statistics.devices == [.lan: 2])
    }

    @Test("A device that comes back within its grace keeps its place; a new name is a change")
    func grace() throws {
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        world.settle()
        anna.lose()
        world.advance(by: .seconds(4))
        bert.forgetInbox()
        _ = world.join("Annette", token: try #require(anna.welcome?.token))
        world.advance(by: .seconds(10))
        #expect(bert.names == ["Annette"])
        #expect(bert.inbox.count == 1)
        #expect(world.faults.isEmpty)
    }

    @Test("A device that comes back from another network changes rooms, and its calls end where it is out of sight")
    func otherNetwork() throws {
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        world.settle()
        let call = try #require(CallID("c"))
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        let again = world.join("Anna", .failure(.publicOff), token: try #require(anna.welcome?.token))
        world.settle()
        #expect(bert.names.isEmpty)
        #expect(again.names.isEmpty)
        bert.send(.answer(to: anna.id, call: call, sdp: ""))
        #expect(bert.errors.map(\.code) == [.peerNotFound])
    }

    @Test("Several hellos on one socket leave no ghosts: the second one costs the socket")
    func secondHello() {
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        anna.hello("Anna again")
        #expect(anna.errors.map(\.code) == [.badMessage])
        #expect(anna.closeCode == .policyViolation)
        world.advance(by: .seconds(6))
        #expect(bert.names.isEmpty)
        #expect(world.statistics.devices == [.lan: 1])
    }

    @Test("Who says nothing for ten seconds, or something else than hello first, is sent away")
    func noHello() {
        let silent = world.connect()
        let rude = world.connect()
        rude.send(.ping)
        #expect(rude.closeCode == .policyViolation)
        world.advance(by: .milliseconds(9_999))
        #expect(silent.closeCode == nil)
        world.advance(by: .milliseconds(1))
        #expect(silent.closeCode == .policyViolation)
        #expect(world.statistics.connections == 0)
    }

    @Test("Another protocol version is told so and closed with 4002")
    func version() {
        let old = world.connect()
        world.handle(.receivedInvalid(old.connection, .version(2)))
        #expect(old.errors.map(\.code) == [.versionMismatch])
        #expect(old.closeCode == .versionMismatch)
    }

    @Test("A burst of 200 messages passes, the next one costs the socket; 50 a second pass for ever")
    func rateLimit() {
        let steady = world.join("Steady")
        for _ in 0..<500 {
            world.advance(by: .milliseconds(20))
            steady.send(.ping)
        }
        #expect(steady.closeCode == nil)
        let hasty = world.join("Hasty")
        for _ in 0..<199 {
            hasty.send(.ping)
        }
        #expect(hasty.closeCode == nil)
        hasty.send(.ping)
        #expect(hasty.errors.map(\.code) == [.rateLimited])
        #expect(hasty.closeCode == .policyViolation)
    }
}
