import LocalAuthority
import NetPrimitives

/// The machine's addresses and names, as it says them. They change while a server runs.
package struct Surroundings: Sendable, Equatable {
    /// The addresses, and where they are.
    package var interfaces: NetworkInterfaces
    /// The names, in lower case.
    package var names: [String]

    /// Surroundings of these parts.
    package init(interfaces: NetworkInterfaces, names: [String]) {
        self.interfaces = interfaces
        self.names = names
    }

    /// Reads them from the system. Takes system calls and small files, so it has no place on an event loop.
    @Sendable
    package static func read() -> Surroundings {
        Surroundings(interfaces: .read(), names: MachineName.all())
    }

    /// The same with further names.
    func adding(names further: [String]) -> Surroundings {
        var sum = self
        sum.names += further.filter { !names.contains($0) }
        return sum
    }

    /// The names and addresses that a certificate of this machine has to be good for.
    var certifiable: MachineNames {
        let loopback: [[UInt8]] = [[127, 0, 0, 1], [UInt8](repeating: 0, count: 15) + [1]]
        // Sorted, since the order in which the system names them means nothing here and changes.
        let addresses = interfaces.reachable.map(\.octets).sorted { $0.lexicographicallyPrecedes($1) }
        return MachineNames(dnsNames: names, addresses: loopback + addresses)
    }
}
