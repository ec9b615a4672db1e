import NetPrimitives
import Rendezvous
import Signaling
import Testing
import WebSocketFraming

@Suite("The machine gets other addresses")
struct AddressChangeTests {
    let world = World()

    private func context(
        _ urls: [String] = ["http://10.0.0.9/"],
        turnURLs: [String] = [],
        _ placement: Result<RoomKey, NoRoomReason> = .success(.lan)
    ) -> ClientContext {
        ClientContext(
            address: .v4(IPv4Address(192, 168, 0, 7)),
            placement: placement,
            addresses: ClientAddresses(urls: urls, secureUrls: [], turnURLs: turnURLs)
        )
    }

    @Test("Connected devices are told, once for each change")
    func told() {
        let anna = world.join("Anna")
        anna.forgetInbox()
        world.handle(.contextChanged(anna.connection, context()))
        #expect(anna.inbox == [.urls(["http://10.0.0.9/"], secure: [])])
        world.handle(.contextChanged(anna.connection, context()))
        #expect(anna.inbox.count == 1)
    }

    @Test("Where only TURN has moved, nothing is said: who asks for servers gets them")
    func turnOnly() {
        let anna = world.join("Anna")
        anna.forgetInbox()
        world.handle(.contextChanged(anna.connection, context(anna.welcome?.server.urls ?? [], turnURLs: ["turn:a"])))
        #expect(anna.inbox.isEmpty)
    }

    @Test("Who has not said hello yet learns them from its welcome")
    func beforeHello() {
        let anna = world.connect()
        world.handle(.contextChanged(anna.connection, context()))
        #expect(anna.inbox.isEmpty)
        anna.hello("Anna")
        #expect(anna.welcome?.server.urls == ["http://10.0.0.9/"])
    }

    @Test("A socket that has ended is not spoken to")
    func gone() {
        let anna = world.join("Anna")
        anna.lose()
        world.handle(.contextChanged(anna.connection, context()))
        #expect(world.faults.isEmpty)
        #expect(world.lastActions.isEmpty)
    }

    @Test("Who turns out to be on the local network connects again, and is in its room without having left")
    func joinsLocalNetwork() throws {
        let home = try #require(NetworkPrefix("2001:db8::/64"))
        let anna = world.join("Anna", .success(.public(home)))
        let bert = world.join("Bert")
        world.settle()
        #expect(bert.names.isEmpty)
        world.handle(.contextChanged(anna.connection, context()))
        let isClosed = world.lastActions.contains {
            if case .close(anna.connection, .goingAway, _) = $0 { true } else { false }
        }
        #expect(isClosed)
        let again = world.join("Anna", token: anna.welcome?.token)
        world.settle()
        #expect(again.id == anna.id)
        #expect(bert.names == ["Anna"])
        #expect(world.faults.isEmpty)
    }

    @Test("Who was on the local network stays when its address is lost for a moment")
    func staysInLocalNetwork() throws {
        let home = try #require(NetworkPrefix("2001:db8::/64"))
        let (anna, bert) = (world.join("Anna"), world.join("Bert"))
        world.settle()
        for placement in [.success(.public(home)), .success(.lan)] as [Result<RoomKey, NoRoomReason>] {
            world.handle(.contextChanged(anna.connection, context([], placement)))
            #expect(world.closed.isEmpty)
            world.settle()
            #expect(bert.names == ["Anna"])
        }
    }
}
