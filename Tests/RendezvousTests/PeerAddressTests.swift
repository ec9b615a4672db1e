import NetPrimitives
import Rendezvous
import Signaling
import TURNGrants
import Testing

@Suite("Where a grant allows sending to")
struct PeerAddressTests {
    let world = World()
    let anna: TestDevice
    let bert: TestDevice
    let call: CallID

    init() throws {
        world.turnURLs = ["turn:192.168.0.2:3478"]
        anna = world.join("Anna", from: .v4(IPv4Address(192, 168, 0, 10)))
        bert = world.join("Bert", from: .v4(IPv4Address(192, 168, 0, 11)))
        world.settle()
        call = try #require(CallID("call-1"))
    }

    private func candidate(_ address: String) -> IceCandidate {
        IceCandidate(candidate: "candidate:1 1 udp 1 \(address) 5 typ host", mid: "0", line: 0, ufrag: nil)
    }

    private func addresses(_ device: TestDevice) -> [String]? {
        device.grant.flatMap { world.ledger.addresses[$0] }?.map(\.description)
    }

    @Test("It is where the server sees the other device, until that signals more")
    func seen() {
        anna.send(.turnRequest(to: bert.id))
        #expect(addresses(anna) == ["192.168.0.11"])
    }

    @Test("What the other signals is added, from descriptions and candidates, and before the device hears of it")
    func signaled() throws {
        anna.send(.turnRequest(to: bert.id))
        anna.send(.offer(to: bert.id, call: call, sdp: "a=candidate:1 1 udp 1 198.51.100.1 5 typ host\r\n"))
        #expect(addresses(bert) == ["192.168.0.10", "198.51.100.1"])
        bert.send(.answer(to: anna.id, call: call, sdp: "a=candidate:1 1 udp 1 2001:db8::11 5 typ host\r\n"))
        #expect(addresses(anna) == ["192.168.0.11", "2001:db8::11"])
        bert.send(.candidate(to: anna.id, call: call, candidate("203.0.113.11")))
        #expect(addresses(anna) == ["192.168.0.11", "2001:db8::11", "203.0.113.11"])
        let grant = try #require(anna.grant)
        let message = ServerMessage.candidate(from: bert.id, call: call, candidate("203.0.113.11"))
        let told = try #require(
            world.lastActions.firstIndex {
                if case .turn(.peerAddresses(grant, _)) = $0 { true } else { false }
            }
        )
        #expect(told < (try #require(world.lastActions.firstIndex(of: .send(anna.connection, message)))))
    }

    @Test(
        "Private addresses count where the server sees the device, and nowhere else",
        arguments: [
            "10.0.0.1", "172.17.0.1", "192.168.0.12", "100.64.0.1", "169.254.1.1", "127.0.0.1", "fd00::1", "fe80::1",
        ]
    )
    func privateAddresses(address: String) {
        anna.send(.turnRequest(to: bert.id))
        anna.send(.offer(to: bert.id, call: call, sdp: "a=candidate:1 1 udp 1 \(address) 5 typ host\r\n"))
        bert.send(.answer(to: anna.id, call: call, sdp: "a=candidate:1 1 udp 1 \(address) 5 typ host\r\n"))
        bert.send(.candidate(to: anna.id, call: call, candidate(address)))
        #expect(addresses(anna) == ["192.168.0.11"])
        #expect(addresses(bert) == ["192.168.0.10"])
    }

    @Test("What was signaled for a call that comes to nothing counts no more: refused, given up or unanswered")
    func callsThatFail() throws {
        for way in 0..<3 {
            let next = try #require(CallID("call-\(way)"))
            anna.send(.turnRequest(to: bert.id))
            anna.send(.offer(to: bert.id, call: next, sdp: "a=candidate:1 1 udp 1 198.51.100.1 5 typ host\r\n"))
            bert.send(.candidate(to: anna.id, call: next, candidate("203.0.113.11")))
            let grants = [anna.grant, bert.grant]
            #expect(addresses(anna) == ["192.168.0.11", "203.0.113.11"])
            #expect(addresses(bert) == ["192.168.0.10", "198.51.100.1"])
            switch way {
            case 0: bert.send(.error(to: anna.id, call: next, code: .callDeclined, message: ""))
            case 1: anna.send(.error(to: bert.id, call: next, code: .callTimeout, message: ""))
            default: world.advance(by: .seconds(30))
            }
            #expect(addresses(anna) == ["192.168.0.11"])
            #expect(addresses(bert) == ["192.168.0.10"])
            // The next attempt may use the same grant.
            #expect([anna.grant, bert.grant] == grants)
        }
        #expect(world.faults.isEmpty)
    }

    @Test("Who comes back in a conversation, and ends it later, leaves no addresses behind")
    func endAfterReturn() {
        anna.send(.turnRequest(to: bert.id))
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        bert.send(.answer(to: anna.id, call: call, sdp: "a=candidate:1 1 udp 1 203.0.113.11 5 typ host\r\n"))
        anna.lose()
        world.advance(by: .seconds(20))
        let again = world.join("Anna", token: anna.welcome?.token, from: .v4(IPv4Address(192, 168, 0, 10)))
        #expect(addresses(anna) == ["192.168.0.11", "203.0.113.11"])
        again.send(.end(to: bert.id))
        #expect(addresses(anna) == ["192.168.0.11"])
    }

    @Test("An offer's addresses are known before the offer is heard")
    func offerOrder() throws {
        anna.send(.offer(to: bert.id, call: call, sdp: "a=candidate:1 1 udp 1 198.51.100.1 5 typ host\r\n"))
        let kinds = world.lastActions.compactMap { action -> String? in
            switch action {
            case .turn(.peerAddresses(let grant, let list)) where grant == bert.grant: "addresses \(list.count)"
            case .issueTURN: "issue"
            case .send: "offer"
            default: nil
            }
        }
        #expect(kinds == ["addresses 1", "issue", "addresses 2", "offer"])
    }

    @Test("What nobody was told counts for nothing: no call, a name, the end of candidates, an address again")
    func nothing() {
        anna.send(.turnRequest(to: bert.id))
        bert.send(.candidate(to: anna.id, call: call, candidate("203.0.113.1")))
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        for text in ["", "candidate:1 1 udp 1 4ba1c2f7.local 5 typ host"] {
            bert.send(
                .candidate(to: anna.id, call: call, IceCandidate(candidate: text, mid: nil, line: nil, ufrag: nil))
            )
        }
        bert.send(.candidate(to: anna.id, call: call, candidate("192.168.0.11")))
        #expect(addresses(anna) == ["192.168.0.11"])
    }

    @Test("A flood of candidates leaves 64 addresses, the newest and those the server sees")
    func flood() {
        anna.send(.turnRequest(to: bert.id))
        anna.send(.offer(to: bert.id, call: call, sdp: ""))
        for number in 0..<300 {
            bert.send(.candidate(to: anna.id, call: call, candidate("198.51.\(number / 256).\(number % 256)")))
            world.advance(by: .milliseconds(20))
        }
        #expect(addresses(anna)?.count == 64)
        #expect(addresses(anna)?.first == "192.168.0.11")
        #expect(addresses(anna)?.last == "198.51.1.43")
        #expect(world.faults.isEmpty)
    }

    @Test("An address of the other's TURN requests is added; after three new ones on one socket that is enough")
    func learned() throws {
        anna.send(.turnRequest(to: bert.id))
        bert.send(.turnRequest(to: anna.id))
        for number in 1...5 {
            try world.see(bert.grant, from: "203.0.113.\(number)", in: "203.0.113.1/32")
            try world.see(bert.grant, from: "203.0.113.\(number)", in: "203.0.113.1/32")
        }
        #expect(addresses(anna) == ["192.168.0.11", "203.0.113.3", "203.0.113.2", "203.0.113.1"])
        #expect(world.lastActions.isEmpty)
    }

    @Test("Who comes back from another address may be sent to there")
    func movedOn() {
        anna.send(.turnRequest(to: bert.id))
        _ = world.join("Bert", token: bert.welcome?.token, from: .v4(IPv4Address(192, 168, 0, 99)))
        #expect(addresses(anna) == ["192.168.0.99", "192.168.0.11"])
    }

    @Test("The address of an untrusted proxy is nobody's")
    func proxies() throws {
        bert.send(.codeCreate)
        let carl = world.join("Carl", .failure(.untrustedProxy), from: .v4(IPv4Address(192, 0, 2, 1)))
        carl.send(.codeJoin(code: try #require(bert.code)))
        bert.send(.turnRequest(to: carl.id))
        #expect(addresses(bert) == [])
    }
}
