import NIOCore
import Synchronization
import Testing
import WebSocketFraming
import WebSocketServer

/// Passes arriving legs to the test, and observes their pairing.
final class Pairing: RelayObserver {
    let legs = Events<RelayLeg>()
    let ends = Events<RelayEnd>()
    let bytes = Atomic(0)
    let joinedLegs = Mutex<[RelayLeg]>([])

    var admit: @Sendable (UpgradeRequest) -> UpgradeDecision {
        { [legs] _ in .relayLeg(subprotocol: "ferry.relay.1") { legs.send($0) } }
    }

    func relayed(bytes count: Int) { bytes.add(count, ordering: .relaxed) }

    func ended(_ end: RelayEnd, bytes: Int) { ends.send(end) }

    /// Two clients that have been joined and have read the server's notice of it.
    func join(
        on server: TestServer,
        limits: RelayLimits = RelayLimits()
    ) async throws -> (first: TestClient, second: TestClient) {
        let first = try await TestClient.webSocket(to: server, path: "/relay")
        let firstLeg = try await legs.next()
        let second = try await TestClient.webSocket(to: server, path: "/relay")
        let secondLeg = try await legs.next()
        joinedLegs.withLock { $0 = [firstLeg, secondLeg] }
        RelayLeg.join(firstLeg, secondLeg, limits: limits, observer: self)
        for client in [first, second] {
            #expect(
                try await client.readFrame()
                    == TestClient.Frame(header: FrameHeader(opcode: .binary, payloadLength: 0), payload: ByteBuffer())
            )
        }
        return (first, second)
    }
}
