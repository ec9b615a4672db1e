import NetPrimitives
import Rendezvous
import Signaling
import Testing
import WebSocketFraming

@Suite("Presence")
struct PresenceTests {
    let world = World()

    @Test("Two devices of one room see each other, and none sees itself")
    func twoDevices() {
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        #expect(anna.names.isEmpty)
        world.settle()
        #expect(anna.names == ["Bert"])
        #expect(bert.names == ["Anna"])
        #expect(world.faults.isEmpty)
    }

    @Test("Devices of different rooms do not see each other")
    func rooms() throws {
        let first = try #require(NetworkPrefix("198.51.100.1/32"))
        let second = try #require(NetworkPrefix("198.51.100.2/32"))
        let devices = [
            world.join("Anna"), world.join("Bert", .success(.public(first))),
            world.join("Carl", .success(.public(second))), world.join("Dora", .failure(.publicOff)),
            world.join("Emil", .failure(.publicOff)),
        ]
        world.settle()
        #expect(devices.allSatisfy { $0.seen.isEmpty })
        #expect(devices[3].welcome?.room == RoomDescription(kind: .none, reason: .publicOff))
    }

    @Test("Joins within 50 ms reach the others in one message, encoded once for those who heard nothing of it")
    func coalesced() {
        let older = (0..<20).map { world.join("Older \($0)") }
        world.settle()
        let before = world.encodings
        older.forEach { $0.forgetInbox() }
        let newer = (0..<5).map { world.join("Newer \($0)") }
        world.settle()
        #expect(older.allSatisfy { $0.inbox.count == 1 && $0.seen.count == 24 })
        #expect(newer.allSatisfy { $0.seen.count == 24 })
        // Five welcomes, one presence for the twenty, one for each newcomer except the last, which missed nothing.
        #expect(world.encodings - before == 5 + 1 + 4)
        #expect(world.faults.isEmpty)
    }

    @Test("Who comes and goes within one batch is not mentioned")
    func comesAndGoes() {
        let anna = world.join("Anna")
        world.settle()
        anna.forgetInbox()
        world.join("Bert").send(.bye)
        world.settle()
        #expect(anna.inbox.isEmpty)
    }

    @Test("A new name and a change of availability reach the others and not the device itself")
    func update() {
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        world.settle()
        bert.forgetInbox()
        bert.send(.update(name: DeviceName(cleaning: "Berta"), availability: .busy))
        world.settle()
        #expect(anna.names == ["Berta"])
        #expect(anna.seen[bert.id]?.profile.availability == .busy)
        #expect(bert.inbox.isEmpty)
    }

    @Test("A device that says bye leaves at once, one whose socket breaks after five seconds")
    func leaving() {
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        let carl = world.join("Carl")
        world.settle()
        bert.send(.bye)
        carl.lose()
        world.settle()
        #expect(bert.closeCode == .normal)
        #expect(anna.names == ["Carl"])
        world.advance(by: .milliseconds(4_800))
        #expect(anna.names == ["Carl"])
        world.advance(by: .milliseconds(250))
        #expect(anna.names.isEmpty)
    }

    @Test("How a socket ended is told at once, and that another page came back", arguments: SocketLoss.allCases)
    func away(_ loss: SocketLoss) throws {
        let anna = world.join("Anna")
        let bert = world.connect()
        let instances = ["a", "b"].compactMap { PageInstance(String(repeating: $0, count: PageInstance.textLength)) }
        bert.hello("Bert", instance: instances[0])
        world.settle()
        #expect(anna.seen[bert.id]?.profile.instance == instances[0])
        #expect(anna.seen[bert.id]?.profile.away == nil)

        bert.lose(loss)
        world.settle()
        #expect(anna.seen[bert.id]?.profile.away == loss)
        let latecomer = world.join("Carl")
        #expect(latecomer.seen[bert.id]?.profile.away == loss)

        let returned = world.connect()
        returned.hello("Bert", token: try #require(bert.welcome?.token), instance: instances[1])
        world.settle()
        for device in [anna, latecomer] {
            #expect(device.seen[bert.id]?.profile.instance == instances[1])
            #expect(device.seen[bert.id]?.profile.away == nil)
        }
        #expect(returned.welcome?.you.away == nil)
        #expect(world.faults.isEmpty)
    }

    @Test("A message from a newcomer comes after the presence that names it")
    func messageAfterPresence() throws {
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        let call = try #require(CallID("c1"))
        bert.send(.offer(to: anna.id, call: call, sdp: "v=0"))
        #expect(anna.names == ["Bert"])
        #expect(anna.inbox.last == .offer(from: bert.id, call: call, sdp: "v=0"))
        world.settle()
        #expect(world.faults.isEmpty)
    }

    @Test("The member that is one too many gets no room, is told so, and can use codes")
    func roomFull() throws {
        let world = World { $0.roomMembers = 2 }
        let anna = world.join("Anna")
        _ = world.join("Bert")
        let carl = world.join("Carl")
        world.settle()
        #expect(carl.welcome?.room == RoomDescription(kind: .none, reason: .full))
        #expect(carl.errors.map(\.code) == [.roomFull])
        #expect(carl.closeCode == nil)
        #expect(anna.names == ["Bert"])
        anna.send(.codeCreate)
        carl.send(.codeJoin(code: try #require(anna.code)))
        world.settle()
        #expect(carl.names == ["Anna"])
    }

    @Test("Everybody is told when the server shuts down")
    func shutdown() {
        let anna = world.join("Anna")
        let silent = world.connect()
        world.handle(.shutdown)
        #expect(anna.closeCode == .goingAway)
        #expect(silent.closeCode == .goingAway)
        #expect(world.nextDeadline == nil)
        #expect(world.connect().closeCode == .goingAway)
    }
}
