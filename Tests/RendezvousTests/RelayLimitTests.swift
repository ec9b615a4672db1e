import NetPrimitives
import Rendezvous
import Signaling
import Testing

@Suite("What one device may take of the relay, and what it is told")
struct RelayLimitTests {
    let call: CallID

    init() throws {
        call = try #require(CallID("call"))
    }

    private func address(_ last: UInt8) -> IPAddress { .v4(IPv4Address(192, 168, 0, last)) }

    private func pair(_ first: TestDevice, _ second: TestDevice) {
        first.send(.relayRequest(to: second.id, call: call, key: nil))
        second.send(.relayAccept(to: first.id, call: call, key: nil))
    }

    @Test("Each side is given the other's key, and both the same name of the pairing")
    func keys() throws {
        let world = World()
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        let annas = try #require(RelayKey(Base64URL.encode([4] + Array(repeating: 1, count: 64))))
        let berts = try #require(RelayKey(Base64URL.encode([4] + Array(repeating: 2, count: 64))))
        anna.send(.relayRequest(to: bert.id, call: call, key: annas))
        #expect(bert.fromPeers == [.relayRequest(from: anna.id, call: call)])
        bert.send(.relayAccept(to: anna.id, call: call, key: berts))
        #expect(anna.relayHalves.map(\.key) == [berts])
        #expect(bert.relayHalves.map(\.key) == [annas])
        let pairing = try #require(anna.relayHalves.first?.pairing)
        #expect(pairing.utf8.count == 22)
        #expect(bert.relayHalves.first?.pairing == pairing)

        bert.send(.relayRequest(to: anna.id, call: call, key: berts))
        anna.send(.relayAccept(to: bert.id, call: call, key: nil))
        #expect(bert.relayHalves.last?.key == nil)
        #expect(anna.relayHalves.last?.key == berts)
        #expect(anna.relayHalves.last?.pairing != pairing)
    }

    @Test("A request that takes the place of another takes its key's place too")
    func newerKey() throws {
        let world = World()
        let anna = world.join("Anna")
        let bert = world.join("Bert")
        let key = try #require(RelayKey(Base64URL.encode([4] + Array(repeating: 1, count: 64))))
        anna.send(.relayRequest(to: bert.id, call: call, key: key))
        anna.send(.relayRequest(to: bert.id, call: call, key: nil))
        bert.send(.relayAccept(to: anna.id, call: call, key: key))
        #expect(bert.relayHalves.map(\.key) == [nil])
        #expect(anna.relayHalves.map(\.key) == [key])
    }

    @Test("A device has twenty pairings at once; one more is refused to both, and others go on")
    func perDevice() {
        let world = World()
        let greedy = world.join("Greedy", from: address(1))
        let others = (2...23).map { world.join("Other", from: address($0)) }
        for other in others.prefix(20) { pair(greedy, other) }
        #expect(greedy.relayHalves.count == 20)
        pair(greedy, others[20])
        #expect(greedy.errors.map(\.code) == [.relayFull])
        #expect(others[20].errors.map(\.code) == [.relayFull])
        pair(others[20], others[21])
        #expect(others[21].relayHalves.count == 1)
        world.advance(by: .seconds(20))
        pair(greedy, others[20])
        #expect(greedy.relayHalves.count == 21)
    }

    @Test("The devices behind one address have 32 pairings at once, however many they are")
    func perNetwork() throws {
        let world = World()
        let network = try (1...70).map { try #require(IPAddress("2001:db8::\($0)")) }
        let crowd = network.map { world.join("Crowd", from: $0) }
        let anna = world.join("Anna", from: address(1))
        let bert = world.join("Bert", from: address(2))
        for index in 0..<33 { pair(crowd[2 * index], crowd[2 * index + 1]) }
        #expect(world.statistics.relayPairs == 32)
        #expect(crowd[64].errors.map(\.code) == [.relayFull])
        pair(anna, crowd[69])
        #expect(anna.errors.map(\.code) == [.relayFull])
        pair(anna, bert)
        #expect(anna.relayHalves.count == 1)
    }
}
