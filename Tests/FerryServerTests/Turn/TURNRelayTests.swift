import FerryServer
import NetPrimitives
import STUN
import Testing

@Suite("TURN over real sockets", .timeLimit(.minutes(5)))
struct TURNRelayTests {
    @Test(
        "Two devices reach each other through their relayed addresses, whatever carries them",
        arguments: TURNUser.Transport.allCases,
        ["127.0.0.1", "::1"]
    )
    func relays(transport: TURNUser.Transport, host: String) async throws {
        try await TestServer.run {
            $0.host = host.contains(":") ? nil : host
            $0.tls = .auto
        } body: { server in
            let authority = try await server.request("GET", "/ca.crt").bytes
            let conversation = try await TURNConversation.open(server)
            let first = try await conversation.user(0, transport, host: host, trusting: authority)
            let second = try await conversation.user(1, host: host)
            let (here, there) = (try await first.allocate(), try await second.allocate())
            #expect(try await first.request(.channelBind, Self.channel(0x4000, to: there)).errorCode == nil)
            #expect(try await second.request(.createPermission, [.xorPeerAddress(here)]).errorCode == nil)

            // Lengths from 1 to 9, so every amount of padding occurs.
            for length in 1...9 {
                let data = [UInt8](repeating: UInt8(length), count: length)
                try await first.sendChannelData(data, on: 0x4000)
                let packet = try await second.nextPacket()
                #expect(packet.data == data && packet.peer == here)
                try await second.sendIndication(data.reversed(), to: here)
                let answer = try await first.nextPacket()
                #expect(answer.data == data && answer.channel == 0x4000)
            }
            try await first.close()
            try await second.close()
        }
    }

    @Test("A device that asks for it gets a relayed address of the other family")
    func otherFamily() async throws {
        try await TestServer.run {
            $0.host = nil
        } body: { server in
            let conversation = try await TURNConversation.open(server)
            let user = try await conversation.user(0)
            #expect(try await user.allocate(.v6).address.family == .v6)
        }
    }

    @Test(
        "A server at all addresses answers from the one that was asked",
        arguments: ["127.0.0.1", "127.0.0.7", "::1"]
    )
    func sameAddress(host: String) async throws {
        try await TestServer.run {
            $0.host = nil
        } body: { server in
            let port = try #require(server.running.turn).plain
            let answer = try await TURNUser(.udp, host: host, port: port).request(.binding)
            // The client's socket receives datagrams from anywhere; the address it learns is its own either way.
            #expect(answer.mappedAddress?.address == IPAddress(host.contains(":") ? "::1" : "127.0.0.1"))
        }
    }

    @Test("A client that does not read loses packets and is not read from, and no message is torn")
    func slowReader() async throws {
        try await TestServer.run { server in
            let conversation = try await TURNConversation.open(server)
            let slow = try await conversation.user(0, .tcp)
            let fast = try await conversation.user(1)
            let (here, there) = (try await slow.allocate(), try await fast.allocate())
            _ = try await slow.request(.createPermission, [.xorPeerAddress(there)])
            _ = try await fast.request(.channelBind, Self.channel(0x4001, to: here))
            try await slow.setReading(false)
            let data = [UInt8](repeating: 1, count: 1_000)
            // 16 MB: several times what the system keeps for both ends.
            let (bursts, burst) = (320, 50)
            for _ in 0..<bursts {
                for _ in 0..<burst { try await fast.sendChannelData(data, on: 0x4001) }
                // The response shows that the server took all packets before it, so none is lost on the way there.
                #expect(try await fast.request(.binding).mappedAddress != nil)
            }
            // The server may already be reading once when its buffer is full.
            let questions = (1...6).map { [UInt8($0)] }
            for question in questions {
                try await slow.sendIndication(question, to: there)
                for _ in 0..<3 { #expect(try await fast.request(.binding).mappedAddress != nil) }
            }
            #expect(fast.waitingMessages <= 1)

            try await slow.setReading(true)
            for question in questions { #expect(try await fast.nextPacket().data == question) }
            #expect(try await slow.request(.refresh, [.lifetime(600)]).errorCode == nil)
            // The packets in front of the response are the ones that were not dropped.
            let kept = slow.waitingMessages
            #expect(kept > 0 && kept < bursts * burst / 3)
            for _ in 0..<kept { #expect(try await slow.nextPacket().data == data) }
        }
    }

    @Test("When the other device leaves for good, the relay ends")
    func revoked() async throws {
        try await TestServer.run { server in
            let conversation = try await TURNConversation.open(server)
            let user = try await conversation.user(0)
            _ = try await user.allocate()
            try await conversation.devices[1].socket.send("{\"type\":\"bye\"}")
            // Once the grant is revoked, its name is invalid.
            while try await user.request(.refresh, [.lifetime(600)]).errorCode == nil {}
            #expect(try await user.request(.allocate, [.requestedTransport(17)]).errorCode != nil)
        }
    }

    /// Binds `number` to `peer`.
    static func channel(_ number: UInt16, to peer: TransportAddress) -> [Attribute] {
        [.channelNumber(number), .xorPeerAddress(peer)]
    }
}
