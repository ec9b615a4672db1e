import NetPrimitives
import Rendezvous
import Signaling
import Testing

@Suite("Addresses in candidates")
struct CandidateAddressTests {
    private func address(_ candidate: String) -> String? {
        IceCandidate(candidate: candidate, mid: nil, line: nil, ufrag: nil).address?.description
    }

    @Test(
        "The address of a candidate is the one others send to",
        arguments: [
            ("candidate:1 1 udp 2113937151 192.168.0.7 51234 typ host", "192.168.0.7"),
            (
                "candidate:842163049 1 udp 1677729535 203.0.113.9 46154 typ srflx raddr 192.168.0.7 rport 51234 "
                    + "generation 0 ufrag aB+/ network-cost 999", "203.0.113.9"
            ),
            ("candidate:2 1 UDP 2122187007 2001:db8::7 51234 typ host", "2001:db8::7"),
            ("candidate:3 1 tcp 1518214911 192.168.0.7 9 typ host tcptype active", "192.168.0.7"),
            ("candidate:4 1 udp 41885439 198.51.100.1 3478 typ relay raddr 0.0.0.0 rport 0", "198.51.100.1"),
            ("candidate:5 1 udp 1 ::ffff:192.0.2.1 5 typ host", "192.0.2.1"),
        ]
    )
    func found(candidate: String, expected: String) {
        #expect(address(candidate) == expected)
    }

    @Test(
        "Names, the end of candidates and what is no candidate have no address",
        arguments: [
            "", "candidate:", "candidate:1 1 udp 2113937151",
            "candidate:1 1 udp 2113937151 4ba1c2f7-8b1e-4c8f-8b0e-0a8f3f1f9f3c.local 51234 typ host",
            "1 1 udp 2113937151 192.168.0.7 51234 typ host", "candidate:1 1 udp 2113937151 192.168.0.7",
            "candidate:1  1 udp 2113937151 192.168.0.7 51234 typ host", "candidate:1 1 udp 1 fe80::1%eth0 5 typ host",
            "candidate:1 1 udp 1 010.0.0.1 5 typ host", "candidate:1 1 udp 1 [2001:db8::7] 5 typ host",
            "candidate:1 1 udp 1 192.168.0.7\u{0} 5 typ host",
        ]
    )
    func none(candidate: String) {
        #expect(address(candidate) == nil)
    }

    @Test("A description's addresses are those of its candidate lines, each once")
    func description() {
        let sdp = """
            v=0\r
            o=- 1 2 IN IP4 127.0.0.1\r
            c=IN IP4 198.51.100.77\r
            a=candidate:1 1 udp 1 192.168.0.7 5 typ host\r
            a=candidate:2 1 udp 1 2001:db8::7 5 typ host\r
            a=candidate:3 1 udp 1 192.168.0.7 6 typ host\r
            b=candidate:4 1 udp 1 192.0.2.1 6 typ host\r
             a=candidate:5 1 udp 1 192.0.2.2 6 typ host\r
            a=candidate:6 1 udp 1 203.0.113.9 6 typ srflx
            """
        let found = SessionDescription.candidateAddresses(in: sdp, atMost: 64).map(\.description)
        #expect(found == ["192.168.0.7", "2001:db8::7", "203.0.113.9"])
    }

    @Test("No more addresses are taken out of a description than wanted")
    func bounded() {
        let lines = (0..<600).map { "a=candidate:1 1 udp 1 10.0.\($0 / 256).\($0 % 256) 5 typ host" }
        let sdp = lines.joined(separator: "\n")
        #expect(SessionDescription.candidateAddresses(in: sdp, atMost: 64).count == 64)
        #expect(SessionDescription.candidateAddresses(in: "\n\r\n\n", atMost: 64).isEmpty)
        #expect(SessionDescription.candidateAddresses(in: sdp, atMost: 0).isEmpty)
    }
}
