import NetPrimitives
import STUN
import TURN
import Testing

@Suite("Binding")
struct BindingTests {
    let world = World()

    @Test("A client learns its address, by a short answer", arguments: ["198.51.100.10", "2001:db8:5::10"])
    func address(from address: String) throws {
        let device = Device(world, from: address)
        let answer = try #require(try device.plainRequest(.binding))
        #expect(answer.attributes == [.xorMappedAddress(device.client.address)])
        #expect(try #require(world.delivered.first).bytes.count <= 44)
        #expect(world.server.statistics.bindings == 1)
    }

    @Test("Attributes that must be understood and are not are named")
    func unknownAttributes() throws {
        // CHANGE-REQUEST of RFC 5780, which needs a second address that this server does not have.
        let change = AttributeType(rawValue: 0x0003)
        let answer = try Device(world).plainRequest(.binding, [.other(change, [0, 0, 0, 2])])
        #expect(answer?.error == 420)
        #expect(answer?.attributes.contains(.unknownAttributes([change])) == true)
    }

    @Test("What wants no answer gets none")
    func silence() {
        let client = Device(world).client
        for type in [MessageType(.binding, .indication), .init(.binding, .success), .init(.allocate, .error)] {
            world.receive(bytes(Message(type, world.transactionID())), from: client)
        }
        let unknown = MessageType(MessageType.Method(rawValue: 0x7F), .request)
        world.receive(bytes(Message(unknown, world.transactionID())), from: client)
        // A message of RFC 3489, without the magic cookie.
        world.receive([0, 1, 0, 0] + [UInt8](repeating: 7, count: 16), from: client)
        #expect(world.delivered.isEmpty)
    }
}
