import LocalAuthority
import NetPrimitives

/// The machine's addresses and names, which change while a server runs.
package struct Surroundings: Sendable, Equatable {
    /// The addresses and their interfaces.
    package var interfaces: NetworkInterfaces
    /// The names, in lower case.
    package var names: [String]

    /// Surroundings of these parts.
    package init(interfaces: NetworkInterfaces, names: [String]) {
        self.interfaces = interfaces
        self.names = names
    }

    /// Reads addresses and names from the system. Makes system calls and reads small files, so do not call it on an
    /// event loop.
    @Sendable
    package static func read() -> Surroundings {
        Surroundings(interfaces: .read(), names: MachineName.all())
    }

    /// The same surroundings with additional names.
    func adding(names further: [String]) -> Surroundings {
        var sum = self
        sum.names += further.filter { !names.contains($0) }
        return sum
    }

    /// The names and addresses that this machine's certificate has to cover.
    var certifiable: MachineNames {
        let loopback: [[UInt8]] = [[127, 0, 0, 1], [UInt8](repeating: 0, count: 15) + [1]]
        // Sorted, because the system's order is arbitrary and changes.
        let addresses = interfaces.reachable.map(\.octets).sorted { $0.lexicographicallyPrecedes($1) }
        return MachineNames(dnsNames: names, addresses: loopback + addresses)
    }
}
