import NetPrimitives
import STUN
import TURN
import Testing

@Suite("Allocate")
struct AllocateTests {
    let world = World()

    init() {
        world.apply(.granted(grantID("A"), until: world.now + .seconds(86_400)))
    }

    @Test("A client with a grant gets a relayed address, and learns its own")
    func success() throws {
        let device = Device(world)
        let answer = try device.allocate()
        #expect(answer.isSuccess)
        #expect(answer.relayedAddress?.address == World.serverAddress)
        #expect(answer.relayedAddress?.port == world.opening.first?.port)
        #expect(answer.mappedAddress == device.client.address)
        #expect(answer.lifetime == 600)
        #expect(world.seen.map(\.address) == [device.client.address.address])
        #expect(world.server.statistics.allocations == 1)
    }

    @Test("The answer is protected as the request was", arguments: [IntegrityAlgorithm.sha1, .sha256])
    func integrity(algorithm: IntegrityAlgorithm) throws {
        let device = Device(world)
        world.receive(
            try device.signed(.allocate, [.requestedTransport(17)], world.transactionID(), algorithm),
            from: device.client
        )
        let bytes = try #require(world.delivered.last).bytes
        var cursor = AttributeCursor()
        var verified = false
        while let field = try cursor.next(in: bytes.span.bytes) {
            guard field.type == algorithm.attribute else { continue }
            verified = algorithm.verify(field, in: bytes.span.bytes, with: device.key)
        }
        #expect(verified)
    }
}
