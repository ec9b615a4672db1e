import DatagramIO
import NetPrimitives
import Testing

@Suite("Sends that fail", .timeLimit(.minutes(5)))
struct FailingSendTests {
    /// Destinations that the system refuses for a socket on loopback, each for another reason.
    static let impossible = [
        TransportAddress(text: "255.255.255.255", port: 9), TransportAddress(text: "127.0.0.1", port: 0),
        TransportAddress(text: "8.8.8.8", port: 53), TransportAddress(text: "127.255.255.255", port: 9),
        TransportAddress(text: "0.0.0.1", port: 9), TransportAddress(text: "240.0.0.1", port: 9),
        TransportAddress(text: "2001:db8::1", port: 9), TransportAddress(text: "fe80::1", port: 9),
        TransportAddress(text: "ff02::1", port: 9), TransportAddress(text: "::1", port: 0),
    ]

    @Test("They never close the socket", arguments: impossible)
    func survives(destination: TransportAddress) async throws {
        let ip = destination.address.bitWidth == 32 ? "127.0.0.1" : "::1"
        var endpoint = try await TestEndpoint(ip)
        for _ in 0..<3 { try await endpoint.send([1], to: destination) }
        try await endpoint.send([2], to: endpoint.address)
        #expect(await endpoint.next()?.bytes == [2])
        #expect(try await endpoint.on { $0.endpoint.isOpen && $0.mailbox.failures == 0 })
        try await endpoint.close()
    }

    @Test("In the middle of a burst they cost nothing but themselves")
    func middle() async throws {
        let sender = try await TestEndpoint("127.0.0.1")
        var receiver = try await TestEndpoint("127.0.0.1")
        let destination = receiver.address
        let refused = try await sender.on { parts in
            for number in UInt8(0)..<20 {
                parts.endpoint.send([number].span.bytes, to: destination)
                parts.endpoint.send([number].span.bytes, to: TransportAddress(text: "255.255.255.255", port: 9))
            }
            parts.shared.flush()
            return parts.endpoint.statistics.refused
        }
        #expect(refused == 20)
        for number in UInt8(0)..<20 { #expect(await receiver.next()?.bytes == [number]) }
        try await sender.close()
        try await receiver.close()
    }

    @Test("A run of them is refused one by one, and what follows goes out")
    func run() async throws {
        let sender = try await TestEndpoint("127.0.0.1")
        var receiver = try await TestEndpoint("127.0.0.1")
        let destination = receiver.address
        let refused = try await sender.on { parts in
            for number in UInt8(0)..<3 { parts.endpoint.send([number].span.bytes, to: destination) }
            for _ in 0..<5 { parts.endpoint.send([9].span.bytes, to: TransportAddress(text: "127.0.0.1", port: 0)) }
            for number in UInt8(3)..<6 { parts.endpoint.send([number].span.bytes, to: destination) }
            parts.shared.flush()
            return parts.endpoint.statistics.refused
        }
        #expect(refused == 5)
        for number in UInt8(0)..<6 { #expect(await receiver.next()?.bytes == [number]) }
        try await sender.close()
        try await receiver.close()
    }

    @Test("The other family, and more than a datagram can hold, are refused at once")
    func refused() async throws {
        let endpoint = try await TestEndpoint("127.0.0.1")
        let refused = try await endpoint.on { parts in
            parts.endpoint.send([1].span.bytes, to: TransportAddress(text: "::1", port: 9))
            parts.endpoint.send([UInt8](repeating: 0, count: 65_508).span.bytes, to: parts.endpoint.localAddress)
            return parts.endpoint.statistics.refused
        }
        #expect(refused == 2)
        try await endpoint.close()
    }

    @Test("A source address that is not this machine's loses the datagram alone")
    func foreignSource() async throws {
        var endpoint = try await TestEndpoint("0.0.0.0")
        let itself = TransportAddress(text: "127.0.0.1", port: endpoint.address.port)
        try await endpoint.send([1], to: itself, from: IPAddress("203.0.113.7"))
        try await endpoint.send([2], to: itself)
        #expect(await endpoint.next()?.bytes == [2])
        try await endpoint.close()
    }

    @Test("Answers of strangers that nobody listens there do no harm")
    func nobodyListens() async throws {
        var endpoint = try await TestEndpoint("127.0.0.1")
        let gone = try await TestEndpoint("127.0.0.1")
        try await gone.close()
        for _ in 0..<3 { try await endpoint.send([1], to: gone.address) }
        try await endpoint.send([2], to: endpoint.address)
        #expect(await endpoint.next()?.bytes == [2])
        try await endpoint.close()
    }
}
