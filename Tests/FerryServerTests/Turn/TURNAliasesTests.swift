import FerryServer
import NetPrimitives
import Synchronization
import Testing

@Suite("What --turn-public stands for")
struct TURNAliasesTests {
    /// A resolver with answers that the test chooses, and its open queries.
    private final class Resolver: Sendable {
        private let answer = Mutex<[IPAddress]>([])
        private let asked = Mutex<[String]>([])
        private let waiting = Mutex<[@Sendable () -> Void]>([])

        func aliases(of name: String) throws -> TURNAliases {
            TURNAliases(try #require(HostAndPort(name)).host) { [self] name in
                asked.withLock { $0.append(name) }
                return answer.withLock(\.self)
            } start: { [self] question in
                waiting.withLock { $0.append(question) }
            }
        }

        /// The number of open queries.
        var questions: Int { waiting.withLock(\.count) }
        var names: [String] { asked.withLock(\.self) }

        func answer(_ addresses: String...) {
            answer.withLock { $0 = addresses.compactMap { IPAddress($0) } }
            let questions = waiting.withLock { waiting in
                defer { waiting = [] }
                return waiting
            }
            for question in questions { question() }
        }
    }

    private let start = Instant(nanoseconds: 0)
    private let retry = TURNAliases.retryInterval
    private let renewal = TURNAliases.renewalInterval

    @Test("An address is known at once, in its plain form, and nobody is asked")
    func address() throws {
        let resolver = Resolver()
        let aliases = try resolver.aliases(of: "[::ffff:203.0.113.5]:3478")
        #expect(aliases.addresses(now: start) == [IPAddress("203.0.113.5")])
        #expect(resolver.questions == 0)
    }

    @Test("A name is asked for beside everything else, once at a time")
    func beside() throws {
        let resolver = Resolver()
        let aliases = try resolver.aliases(of: "turn.example")
        // However long the answer takes.
        for seconds in 0..<600 { #expect(aliases.addresses(now: start + .seconds(seconds)).isEmpty) }
        #expect(resolver.questions == 1)
        resolver.answer("203.0.113.5", "2001:db8::5")
        #expect(aliases.addresses(now: start) == [IPAddress("203.0.113.5"), IPAddress("2001:db8::5")])
        #expect(resolver.names == ["turn.example"])
    }

    @Test("A name without an answer is asked for again, and not at once")
    func retries() throws {
        let resolver = Resolver()
        let aliases = try resolver.aliases(of: "turn.example")
        #expect(aliases.addresses(now: start).isEmpty)
        resolver.answer()
        #expect(aliases.addresses(now: start + (retry - .nanoseconds(1))).isEmpty)
        #expect(resolver.questions == 0)
        #expect(aliases.addresses(now: start + retry).isEmpty)
        resolver.answer("203.0.113.5")
        #expect(aliases.addresses(now: start + retry) == [IPAddress("203.0.113.5")])
        #expect(resolver.questions == 0)
    }

    @Test("A name that moves is followed, and what was known stays when there is no answer")
    func renews() throws {
        let resolver = Resolver()
        let aliases = try resolver.aliases(of: "turn.example")
        _ = aliases.addresses(now: start)
        resolver.answer("203.0.113.5")
        _ = aliases.addresses(now: start + (renewal - .nanoseconds(1)))
        #expect(resolver.questions == 0)
        _ = aliases.addresses(now: start + renewal)
        #expect(resolver.questions == 1)
        resolver.answer()
        #expect(aliases.addresses(now: start + renewal) == [IPAddress("203.0.113.5")])
        _ = aliases.addresses(now: start + renewal + retry)
        resolver.answer("203.0.113.6")
        #expect(aliases.addresses(now: start + renewal + retry) == [IPAddress("203.0.113.6")])
    }
}
