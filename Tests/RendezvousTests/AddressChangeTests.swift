import Rendezvous
import Signaling
import Testing

@Suite("The machine gets other addresses")
struct AddressChangeTests {
    let world = World()
    let moved = ClientAddresses(urls: ["http://10.0.0.9/"], secureUrls: [])

    @Test("Connected devices are told, once for each change")
    func told() {
        let anna = world.join("Anna")
        anna.forgetInbox()
        world.handle(.addressesChanged(anna.connection, moved))
        #expect(anna.inbox == [.urls(["http://10.0.0.9/"], secure: [])])
        world.handle(.addressesChanged(anna.connection, moved))
        #expect(anna.inbox.count == 1)
    }

    @Test("Where only TURN has moved, nothing is said: who asks for servers gets them")
    func turnOnly() {
        let anna = world.join("Anna")
        anna.forgetInbox()
        let urls = anna.welcome?.server.urls ?? []
        world.handle(
            .addressesChanged(anna.connection, ClientAddresses(urls: urls, secureUrls: [], turnURLs: ["turn:a"]))
        )
        #expect(anna.inbox.isEmpty)
    }

    @Test("Who has not said hello yet learns them from its welcome")
    func beforeHello() {
        let anna = world.connect()
        world.handle(.addressesChanged(anna.connection, moved))
        #expect(anna.inbox.isEmpty)
        anna.hello("Anna")
        #expect(anna.welcome?.server.urls == ["http://10.0.0.9/"])
    }

    @Test("A socket that has ended is not spoken to")
    func gone() {
        let anna = world.join("Anna")
        anna.lose()
        world.handle(.addressesChanged(anna.connection, moved))
        #expect(world.faults.isEmpty)
        #expect(world.lastActions.isEmpty)
    }
}
