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

    /// The environment for a server on this machine. The server looks every hundredth of a second, so tests wait
    /// briefly.
    var environment: ServerEnvironment {
        ServerEnvironment(
            surroundings: { self.state.withLock(\.surroundings) },
            now: { self.now },
            interval: .milliseconds(10)
        )
    }

    /// The machine's clock.
    var now: Date { state.withLock(\.now) }

    /// Replaces the addresses and names, and sets the clock, all at once.
    func change(to addresses: String..., names: [String] = [], now: Date? = nil) throws {
        let surroundings = try Self.surroundings(addresses, names)
        state.withLock { $0 = State(surroundings: surroundings, now: now ?? $0.now) }
    }

    /// Replaces the addresses by `count` others at once.
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
