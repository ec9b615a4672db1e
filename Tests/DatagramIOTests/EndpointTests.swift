import DatagramIO
import NetPrimitives
import Testing

@Suite("UDP endpoints", .timeLimit(.minutes(5)))
struct EndpointTests {
    @Test("What one sends, the other receives, with the sender's address", arguments: ["127.0.0.1", "::1"])
    func delivers(ip: String) async throws {
        let first = try await TestEndpoint(ip)
        var second = try await TestEndpoint(ip)
        try await first.send([1, 2, 3], to: second.address)
        try await first.send([], to: second.address)
        #expect(await second.next() == .init(bytes: [1, 2, 3], source: first.address, destination: nil))
        #expect(await second.next() == .init(bytes: [], source: first.address, destination: nil))
        try await first.close()
        try await second.close()
    }

    @Test("A hundred in one event arrive whole and in order")
    func many() async throws {
        let first = try await TestEndpoint("127.0.0.1")
        var second = try await TestEndpoint("127.0.0.1")
        let destination = second.address
        try await first.on { parts in
            for number in 0..<100 {
                let bytes = [UInt8](repeating: UInt8(number), count: 1 + number * 13)
                parts.endpoint.send(bytes.span.bytes, to: destination)
            }
        }
        for number in 0..<100 {
            #expect(await second.next()?.bytes == [UInt8](repeating: UInt8(number), count: 1 + number * 13))
        }
        #expect(try await second.on { $0.mailbox.bursts } > 0)
        try await first.close()
        try await second.close()
    }

    @Test("Datagrams of one length and those between them arrive as they were sent", arguments: ["127.0.0.1", "::1"])
    func runs(ip: String) async throws {
        let sender = try await TestEndpoint(ip)
        var first = try await TestEndpoint(ip)
        var second = try await TestEndpoint(ip)
        let (here, there) = (first.address, second.address)
        // Long runs, runs that end with a shorter datagram, an empty one, and one longer than the ones before.
        let lengths = Array(repeating: 1_200, count: 60) + [7, 1_200, 1_200, 0, 1_200, 1_200, 1_300, 1_300, 1]
        try await sender.on { parts in
            for (number, length) in lengths.enumerated() {
                let bytes = [UInt8](repeating: UInt8(number), count: length)
                parts.endpoint.send(bytes.span.bytes, to: here)
                if number % 20 == 19 { parts.endpoint.send([UInt8(number)].span.bytes, to: there) }
            }
        }
        for (number, length) in lengths.enumerated() {
            #expect(await first.next()?.bytes == [UInt8](repeating: UInt8(number), count: length))
        }
        for number: UInt8 in [19, 39, 59] { #expect(await second.next()?.bytes == [number]) }
        for endpoint in [sender, first, second] { try await endpoint.close() }
    }

    @Test("What was sent before an endpoint is closed goes out")
    func lastWord() async throws {
        let first = try await TestEndpoint("127.0.0.1")
        var second = try await TestEndpoint("127.0.0.1")
        let destination = second.address
        try await first.on { parts in
            for byte in [1, 2] as [UInt8] { parts.endpoint.send([byte].span.bytes, to: destination) }
            parts.endpoint.close()
        }
        #expect(await second.next()?.bytes == [1])
        #expect(await second.next()?.bytes == [2])
        try await second.close()
    }

    @Test("A datagram that is longer than a slot is dropped, not cut")
    func tooLong() async throws {
        let first = try await TestEndpoint("127.0.0.1")
        var second = try await TestEndpoint("127.0.0.1")
        let longest = [UInt8](repeating: 7, count: DatagramOptions.largestDatagram)
        try await first.send(longest + [7], to: second.address)
        try await first.send(longest, to: second.address)
        #expect(await second.next()?.bytes == longest)
        try await first.close()
        try await second.close()
    }

    @Test("All of a burst have their sender and the address they came to, and only what is too long is missing")
    func burst() async throws {
        var options = DatagramOptions()
        options.isDualStack = true
        options.reportsDestination = true
        var both = try await TestEndpoint("::", options: options)
        let older = try await TestEndpoint("127.0.0.1", beside: both)
        let newer = try await TestEndpoint("::1", beside: both)
        let port = both.address.port
        let longest = [UInt8](repeating: 7, count: DatagramOptions.largestDatagram)
        let contents: [[UInt8]] = [[1], [], longest, longest + [7]] + (0..<70).map { [2, $0] }
        let targets = [(older, "127.0.0.5"), (newer, "::1")]
        for (client, ip) in targets {
            try await client.on { parts in
                for bytes in contents {
                    parts.endpoint.send(bytes.span.bytes, to: TransportAddress(text: ip, port: port))
                }
            }
        }
        for (client, ip) in targets {
            for bytes in contents where bytes.count <= longest.count {
                #expect(await both.next() == .init(bytes: bytes, source: client.address, destination: IPAddress(ip)))
            }
        }
        for endpoint in [both, older, newer] { try await endpoint.close() }
    }

    @Test("An endpoint that is closed in the middle of a burst says nothing of the rest")
    func closedInBurst() async throws {
        var second = try await TestEndpoint("127.0.0.1")
        let first = try await TestEndpoint("127.0.0.1", beside: second)
        let destination = second.address
        try await second.on { parts in
            parts.mailbox.onReceive = { letter, endpoint in if letter.bytes == [3] { endpoint.close() } }
        }
        try await first.on { parts in
            for byte: UInt8 in 0..<20 { parts.endpoint.send([byte].span.bytes, to: destination) }
        }
        for byte: UInt8 in 0...3 { #expect(await second.next()?.bytes == [byte]) }
        try await second.on { $0.mailbox.finish() }
        #expect(await second.next() == nil)
        try await first.close()
    }

    @Test("An endpoint for both families takes both, and says which address was meant")
    func dualStack() async throws {
        var options = DatagramOptions()
        options.isDualStack = true
        options.reportsDestination = true
        var both = try await TestEndpoint("::", options: options)
        for ip in ["127.0.0.1", "127.0.0.5", "::1"] {
            var client = try await TestEndpoint(ip.contains(":") ? "::1" : "127.0.0.1")
            let letter = Mailbox.Letter(bytes: [9], source: client.address, destination: IPAddress(ip))
            try await client.send([9], to: TransportAddress(text: ip, port: both.address.port))
            #expect(await both.next() == letter)
            // The answer leaves from the address that was asked, which need not be the one the system would choose.
            try await both.send([8], to: client.address, from: letter.destination)
            #expect(await client.next()?.source == TransportAddress(text: ip, port: both.address.port))
            try await client.close()
        }
        try await both.close()
    }

    @Test("An endpoint of one family answers from the address that was asked, too")
    func singleFamily() async throws {
        var options = DatagramOptions()
        options.reportsDestination = true
        var server = try await TestEndpoint("0.0.0.0", options: options)
        var client = try await TestEndpoint("127.0.0.1")
        let asked = TransportAddress(text: "127.0.0.9", port: server.address.port)
        try await client.send([1], to: asked)
        let letter = await server.next()
        try await server.send([2], to: client.address, from: letter?.destination)
        #expect(await client.next()?.source == asked)
        try await client.close()
        try await server.close()
    }

    @Test("A port that is taken is said to be")
    func taken() async throws {
        let first = try await TestEndpoint("127.0.0.1")
        await #expect(throws: DatagramBindError.self) { try await TestEndpoint(first.address) }
        try await first.close()
        let second = try await TestEndpoint(first.address)
        try await second.close()
    }

    @Test("A closed endpoint neither sends nor receives, and says nothing of it")
    func closed() async throws {
        let first = try await TestEndpoint("127.0.0.1")
        let second = try await TestEndpoint("127.0.0.1")
        let address = second.address
        let (isOpen, failures) = try await first.on { parts in
            parts.endpoint.send([1].span.bytes, to: address)
            parts.endpoint.close()
            parts.endpoint.send([2].span.bytes, to: address)
            parts.endpoint.close()
            return (parts.endpoint.isOpen, parts.mailbox.failures)
        }
        #expect(!isOpen && failures == 0)
        try await second.close()
    }
}
