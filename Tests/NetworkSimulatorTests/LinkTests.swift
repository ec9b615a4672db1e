import NetPrimitives
import NetworkSimulator
import Testing

@Suite("A link")
struct LinkTests {
    /// The packets that the server received, of `count` sent with `size` bytes of payload, one every `interval`.
    private func transmitted(
        _ properties: LinkProperties,
        count: Int,
        size: Int = 2,
        every interval: Duration,
        seed: UInt64 = 1
    ) throws -> [(number: Int, delay: Duration)] {
        let homes = try TwoHomes(nil, up: properties, seed: seed)
        for number in 0..<count {
            var packet = Packets.udp(TwoHomes.firstIPv6, 1, TwoHomes.serverIPv6, 2, size: size)
            // The number goes to the end of the payload; the checksum is not verified here.
            packet.replaceSubrange((packet.count - 2)..., with: [UInt8(number >> 8), UInt8(number & 0xFF)])
            homes.network.send(packet, from: homes.first, now: homes.now)
            homes.now = homes.now + interval
        }
        homes.pass(.seconds(100))
        return homes.network.takeDeliveries().map { delivery in
            let number =
                Int(delivery.bytes[delivery.bytes.count - 2]) << 8 | Int(delivery.bytes[delivery.bytes.count - 1])
            return (number, delivery.instant - Instant(nanoseconds: 0) - interval * number)
        }
    }

    @Test("delays every packet by as much as it is told")
    func delay() throws {
        let arrived = try transmitted(LinkProperties(delay: .milliseconds(25)), count: 10, every: .milliseconds(1))
        #expect(arrived.map(\.number) == Array(0..<10))
        #expect(arrived.allSatisfy { $0.delay == .milliseconds(25) })
    }

    @Test("spreads the delay by its jitter and keeps packets in order")
    func jitter() throws {
        let properties = LinkProperties(delay: .milliseconds(25), jitter: .milliseconds(20))
        let arrived = try transmitted(properties, count: 500, every: .milliseconds(1))
        #expect(arrived.map(\.number) == Array(0..<500))
        #expect(arrived.allSatisfy { $0.delay >= .milliseconds(25) && $0.delay <= .milliseconds(45) })
        #expect(Set(arrived.map(\.delay)).count > 100)
    }

    @Test("loses the share of packets it is told", arguments: [0.01, 0.05, 0.2, 1])
    func loss(_ loss: Double) throws {
        let arrived = try transmitted(LinkProperties(loss: loss), count: 20_000, every: .microseconds(10))
        let share = 1 - Double(arrived.count) / 20_000
        #expect(abs(share - loss) < 0.01)
    }

    @Test("carries no more than its rate, and drops what its queue cannot hold")
    func rate() throws {
        // 1,000 bytes with their headers at 8 Mbit/s take 1 ms.
        let properties = LinkProperties(rate: 8_000_000, longestQueue: .milliseconds(50))
        let arrived = try transmitted(properties, count: 2_000, size: 952, every: .microseconds(500))
        #expect((1_000...1_060).contains(arrived.count))
        #expect(arrived.allSatisfy { $0.delay <= .milliseconds(51) })
        let slow = try transmitted(properties, count: 100, size: 952, every: .milliseconds(2))
        #expect(slow.count == 100)
        #expect(slow.allSatisfy { $0.delay == .milliseconds(1) })
    }

    @Test("lets packets pass each other only where it is told to reorder")
    func reordering() throws {
        let properties = LinkProperties(delay: .milliseconds(5), reordering: 0.1)
        let arrived = try transmitted(properties, count: 2_000, every: .milliseconds(1))
        #expect(arrived.count == 2_000)
        let late = arrived.filter { $0.delay > .milliseconds(5) }
        #expect((140...260).contains(late.count))
        #expect(arrived.map(\.number) != Array(0..<2_000))
        #expect(Set(arrived.map(\.number)).count == 2_000)
    }

    @Test("does the same again with the same seed, and something else with another")
    func determinism() throws {
        let properties = LinkProperties(jitter: .milliseconds(9), loss: 0.3, reordering: 0.1)
        let runs = try [1, 1, 2].map { seed in
            try transmitted(properties, count: 300, every: .milliseconds(1), seed: seed).map { "\($0)" }
        }
        #expect(runs[0] == runs[1])
        #expect(runs[0] != runs[2])
    }

    @Test("changes while packets are on their way, for those that come later")
    func change() throws {
        let homes = try TwoHomes(.fullCone, up: LinkProperties(delay: .seconds(1)))
        homes.network.send(Packets.udp(TwoHomes.first, 1, TwoHomes.server, 2), from: homes.first, now: homes.now)
        homes.network.setLink(of: .host(homes.first), .up, to: .silent)
        homes.network.send(Packets.udp(TwoHomes.first, 1, TwoHomes.server, 2), from: homes.first, now: homes.now)
        #expect(homes.network.nextDeadline == Instant(nanoseconds: 1_000_000_000))
        homes.pass(.seconds(1))
        #expect(homes.network.takeDeliveries().count == 1)
        #expect(homes.network.drops == [.loss: 1])
        #expect(homes.network.nextDeadline == nil)
    }
}
