import FerryServer
import NetPrimitives
import Testing

@Suite("Limits for one client")
struct LimitTests {
    static let client = IPAddress.v4(IPv4Address(203, 0, 113, 9))
    static let other = IPAddress.v4(IPv4Address(203, 0, 113, 10))

    @Test("A client gets no more than its share, others still do, and what is returned can be taken again")
    func perClient() throws {
        let budget = SocketBudget(limits: .init(perClient: 2, total: 10))
        var places = [try budget.take(for: Self.client), try budget.take(for: Self.client)]
        #expect(throws: SocketBudget.Refusal.client) { try budget.take(for: Self.client) }
        _ = try budget.take(for: Self.other)
        places.removeLast()
        places.append(try budget.take(for: Self.client))
        #expect(throws: SocketBudget.Refusal.client) { try budget.take(for: Self.client) }
        #expect(places.count == 2)
    }

    @Test("All together get no more than there is")
    func total() throws {
        let budget = SocketBudget(limits: .init(perClient: 2, total: 2))
        let places = [try budget.take(for: Self.client), try budget.take(for: Self.other)]
        #expect(throws: SocketBudget.Refusal.total) { try budget.take(for: nil) }
        #expect(places.count == 2)
    }

    @Test("The addresses of one IPv6 /64 are one client")
    func sameNetwork() throws {
        let budget = SocketBudget(limits: .init(perClient: 1, total: 10))
        let place = try budget.take(for: IPAddress("2001:db8::1"))
        #expect(throws: SocketBudget.Refusal.client) { try budget.take(for: IPAddress("2001:db8::2")) }
        let neighbour = try budget.take(for: IPAddress("2001:db8:0:1::1"))
        withExtendedLifetime((place, neighbour)) {}
    }

    @Test("A rate is for each client and starts anew after its period")
    func rate() {
        let limit = RateLimit(count: 2, per: .seconds(60))
        let start = Instant(nanoseconds: 0)
        #expect(limit.allows(Self.client, now: start))
        #expect(limit.allows(Self.client, now: start + .seconds(59)))
        #expect(!limit.allows(Self.client, now: start + .seconds(59)))
        #expect(limit.allows(Self.other, now: start + .seconds(59)))
        #expect(limit.allows(Self.client, now: start + .seconds(60)))
    }
}
