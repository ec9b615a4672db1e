import NetPrimitives
import Rendezvous
import Signaling
import Testing

/// Anna's household has 198.51.100.1 and 2001:db8:1::/64.
@Suite("One household")
struct HouseholdTests {
    let world = World()
    let v4 = "198.51.100.1/32"
    let v6 = "2001:db8:1::/64"
    let call: CallID

    init() throws {
        world.turnURLs = ["turn:ferry.example.org"]
        world.probeURLs = ["turn:ferry.example.org?transport=udp"]
        call = try #require(CallID("call"))
    }

    private func join(_ name: String, _ room: String, token: String? = nil, in world: World? = nil) throws -> TestDevice
    {
        let prefix = try #require(NetworkPrefix(room))
        return (world ?? self.world).join(name, .success(.public(prefix)), token: token, from: prefix.address)
    }

    @Test("A device seen at its other address is in the room of that too, and both sides are told")
    func joins() throws {
        let anna = try join("Anna", v4)
        let bert = try join("Bert", v6)
        world.settle()
        #expect(anna.seen.isEmpty)
        try world.see(anna.probe, from: "2001:db8:1::a", in: v6)
        world.settle()
        #expect(anna.names == ["Bert"])
        #expect(bert.names == ["Anna"])
        #expect(bert.seen[anna.id]?.via == .room)
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        #expect(bert.fromPeers.count == 1)
        #expect(world.faults.isEmpty)
    }

    @Test("Two who share both rooms see each other once, and lose each other once")
    func sharedTwice() throws {
        let anna = try join("Anna", v4)
        let bert = try join("Bert", v4)
        try world.see(anna.probe, from: "2001:db8:1::a", in: v6)
        world.settle()
        anna.forgetInbox()
        bert.forgetInbox()
        try world.see(bert.probe, from: "2001:db8:1::b", in: v6)
        world.settle()
        #expect(anna.inbox.isEmpty)
        #expect(bert.inbox.isEmpty)
        anna.send(.update(name: DeviceName(cleaning: "Anne"), availability: nil))
        world.settle()
        #expect(bert.names == ["Anne"])
        #expect(bert.inbox.count == 1)
        anna.send(.bye)
        world.settle()
        #expect(bert.seen.isEmpty)
        #expect(bert.inbox.count == 2)
        #expect(world.faults.isEmpty)
    }

    @Test("The rooms themselves stay apart")
    func notMerged() throws {
        let anna = try join("Anna", v4)
        let bert = try join("Bert", v6)
        let carl = try join("Carl", v4)
        try world.see(anna.probe, from: "2001:db8:1::a", in: v6)
        world.settle()
        #expect(anna.names == ["Bert", "Carl"])
        #expect(bert.names == ["Anna"])
        #expect(carl.names == ["Anna"])
        bert.send(.offer(to: carl.id, call: call, sdp: ""))
        #expect(bert.errors.map(\.code) == [.peerNotFound])
    }

    @Test("Who comes later is told of all in both rooms")
    func welcome() throws {
        let anna = try join("Anna", v4)
        let bert = try join("Bert", v6)
        try world.see(anna.probe, from: "2001:db8:1::a", in: v6)
        try world.see(bert.probe, from: "198.51.100.1", in: v4)
        let carl = try join("Carl", v4)
        #expect(carl.names == ["Anna", "Bert"])
        world.settle()
        #expect(anna.names == ["Bert", "Carl"])
        #expect(bert.names == ["Anna", "Carl"])
        #expect(world.faults.isEmpty)
    }

    @Test("A probe is given to devices of public rooms alone, on servers that have one")
    func whoIsProbed() throws {
        let local = world.join("Local")
        let none = world.join("None", .failure(.publicOff))
        let carrier = world.join("Carrier", .success(.cgnat(IPv4Address(100, 64, 0, 1))))
        #expect([local, none, carrier].allSatisfy { $0.welcome != nil && $0.probe == nil })
        #expect(world.ledger.names.isEmpty)
        world.probeURLs = []
        #expect(try join("Anna", v4).welcome?.server.probe == nil)
    }

    @Test("A probe is over after two minutes and with its socket, and can do nothing then")
    func probeEnds() throws {
        let anna = try join("Anna", v4)
        let probe = try #require(anna.probe)
        world.advance(by: .seconds(119))
        #expect(world.ledger.states[probe] == .probe)
        world.advance(by: .seconds(1))
        #expect(world.ledger.names.isEmpty)
        let bert = try join("Bert", v4)
        let other = try #require(bert.probe)
        bert.lose()
        #expect(world.ledger.names.isEmpty)
        for name in [probe, other] {
            try world.see(name, from: "2001:db8:1::a", in: v6)
        }
        #expect(world.statistics.rooms == [.public: 1])
    }

    @Test("The local network, a carrier's network and another address of the same family are no second room")
    func otherRooms() throws {
        let anna = try join("Anna", v4)
        let probe = try #require(anna.probe)
        let address = IPAddress.v4(IPv4Address(192, 168, 0, 1))
        for placement: Result<RoomKey, NoRoomReason> in [
            .success(.lan), .success(.cgnat(IPv4Address(100, 64, 0, 1))), .failure(.publicOff),
        ] {
            world.handle(.turnSeen(probe, address, placement: placement))
        }
        try world.see(probe, from: "198.51.100.2", in: "198.51.100.2/32")
        try world.see(probe, from: "198.51.100.1", in: v4)
        #expect(world.statistics.rooms == [.public: 1])
    }

    @Test("The first other address counts; one more does not move the device")
    func first() throws {
        let anna = try join("Anna", v4)
        try world.see(anna.probe, from: "2001:db8:1::a", in: v6)
        try world.see(anna.probe, from: "2001:db8:2::a", in: "2001:db8:2::/64")
        let bert = try join("Bert", v6)
        let carl = try join("Carl", "2001:db8:2::/64")
        world.settle()
        #expect(bert.names == ["Anna"])
        #expect(carl.names.isEmpty)
    }

    @Test("The credentials of a conversation put nobody into a room: others have them for hours")
    func byGrant() throws {
        let anna = try join("Anna", v4)
        let bert = try join("Bert", v4)
        let carl = try join("Carl", v6)
        anna.send(.turnRequest(to: bert.id))
        bert.send(.turnRequest(to: anna.id))
        try world.see(anna.grant, from: "2001:db8:1::a", in: v6)
        world.settle()
        #expect(carl.names.isEmpty)
        #expect(anna.names == ["Bert"])
        // Packets can be sent to it there.
        let addresses = world.ledger.addresses[try #require(bert.grant)]
        #expect(addresses?.map(\.description) == ["198.51.100.1", "2001:db8:1::a"])
    }

    @Test("A full room is not joined")
    func full() throws {
        let world = World { $0.roomMembers = 1 }
        world.probeURLs = ["turn:ferry.example.org"]
        let anna = try join("Anna", v4, in: world)
        let bert = try join("Bert", v6, in: world)
        try world.see(anna.probe, from: "2001:db8:1::a", in: v6)
        world.settle()
        #expect(anna.seen.isEmpty)
        bert.send(.bye)
        world.settle()
        try world.see(anna.probe, from: "2001:db8:1::a", in: v6)
        let carl = try join("Carl", v6, in: world)
        #expect(carl.welcome?.room.reason == .full)
    }

    @Test("Who comes back by either address is in both rooms, and stays when it is seen again")
    func comesBack() throws {
        let anna = try join("Anna", v4)
        let bert = try join("Bert", v6)
        try world.see(anna.probe, from: "2001:db8:1::a", in: v6)
        world.settle()
        anna.lose()
        world.advance(by: .seconds(2))
        #expect(bert.names == ["Anna"])
        let again = try join("Anna", v6, token: anna.welcome?.token)
        let carl = try join("Carl", v4)
        #expect(carl.names == ["Anna"])
        #expect(again.names == ["Bert"])
        try world.see(again.probe, from: "198.51.100.1", in: v4)
        world.advance(by: .seconds(200))
        #expect(again.names == ["Bert", "Carl"])
        #expect(carl.names == ["Anna"])
        #expect(world.faults.isEmpty)
    }

    @Test("Who comes back and is not seen at the other address again leaves that room, and calls there end")
    func leavesStale() throws {
        let anna = try join("Anna", v4)
        let bert = try join("Bert", v6)
        let carl = try join("Carl", v4)
        try world.see(anna.probe, from: "2001:db8:1::a", in: v6)
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        bert.send(.answer(to: anna.id, call: call, sdp: ""))
        let again = try join("Anna", v4, token: anna.welcome?.token)
        #expect(again.names == ["Bert", "Carl"])
        world.advance(by: .seconds(119))
        #expect(bert.names == ["Anna"])
        #expect(world.statistics.conversations == 1)
        world.advance(by: .seconds(2))
        #expect(again.names == ["Carl"])
        #expect(bert.names.isEmpty)
        #expect(carl.names == ["Anna"])
        #expect(world.statistics.conversations == 0)
        #expect(world.ledger.live.isEmpty)
        #expect(world.faults.isEmpty)
    }

    @Test("Who comes back by a way on which it cannot be seen elsewhere has left the other room at once")
    func cannotBeSeen() throws {
        let anna = try join("Anna", v4)
        let bert = try join("Bert", v6)
        try world.see(anna.probe, from: "2001:db8:1::a", in: v6)
        world.settle()
        world.probeURLs = []
        let again = try join("Anna", v4, token: anna.welcome?.token)
        world.settle()
        #expect(again.seen.isEmpty)
        #expect(bert.seen.isEmpty)
        #expect(world.faults.isEmpty)
    }

    @Test("Who comes back from another network has left both rooms")
    func moves() throws {
        let anna = try join("Anna", v4)
        let bert = try join("Bert", v6)
        try world.see(anna.probe, from: "2001:db8:1::a", in: v6)
        world.settle()
        let again = try join("Anna", "203.0.113.1/32", token: anna.welcome?.token)
        world.settle()
        #expect(again.seen.isEmpty)
        #expect(bert.seen.isEmpty)
        #expect(world.statistics.rooms == [.public: 2])
    }

    @Test("Two who know each other by a code and then share a room meet by the room")
    func codeThenRoom() throws {
        let anna = try join("Anna", v4)
        let bert = try join("Bert", v6)
        anna.send(.codeCreate)
        bert.send(.codeJoin(code: try #require(anna.code)))
        world.settle()
        #expect(anna.seen[bert.id]?.via == .code)
        try world.see(anna.probe, from: "2001:db8:1::a", in: v6)
        world.settle()
        #expect(anna.seen[bert.id]?.via == .room)
        #expect(bert.seen[anna.id]?.via == .room)
        #expect(world.faults.isEmpty)
    }
}
