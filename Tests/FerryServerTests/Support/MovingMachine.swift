import FerryServer
import FoundationEssentials
import NetPrimitives
import Synchronization
import Testing

/// A machine whose addresses, names and clock a test changes while its server runs.
final class MovingMachine: Sendable {
    private struct State {
        var surroundings: Surroundings
        var now = Date()
    }

    private let state: Mutex<State>

    /// A machine with these addresses and names.
    init(_ addresses: String..., names: [String] = []) throws {
        state = Mutex(State(surroundings: try Self.surroundings(addresses, names)))
    }

    /// What its server is given. It looks again after a hundredth of a second, so that no test has to wait long.
    var environment: ServerEnvironment {
        ServerEnvironment(
            surroundings: { self.state.withLock(\.surroundings) },
            now: { self.now },
            interval: .milliseconds(10)
        )
    }

    /// Its clock.
    var now: Date { state.withLock(\.now) }

    /// Gives it other addresses and names, and sets its clock, all at once.
    func change(to addresses: String..., names: [String] = [], now: Date? = nil) throws {
        let surroundings = try Self.surroundings(addresses, names)
        state.withLock { $0 = State(surroundings: surroundings, now: now ?? $0.now) }
    }

    /// Gives it so many addresses at once.
    func change(toFirst count: Int) throws {
        let surroundings = try Self.surroundings((1...count).map { "10.0.0.\($0)" }, [])
        state.withLock { $0.surroundings = surroundings }
    }

    private static func surroundings(_ addresses: [String], _ names: [String]) throws -> Surroundings {
        let entries = try addresses.map { address in
            InterfaceAddress(interface: "eth0", address: try #require(IPAddress(address)), prefixLength: 24)
        }
        let interfaces = NetworkInterfaces(
            addresses: entries,
            facts: [:],
            defaultRoutes: DefaultRoutes(ipv4: "eth0", ipv6: "eth0")
        )
        return Surroundings(interfaces: interfaces, names: names)
    }
}
