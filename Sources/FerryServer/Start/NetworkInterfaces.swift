package import NIOCore
package import NetPrimitives

/// The addresses of this machine, as they were when they were read.
package struct NetworkInterfaces: Sendable, Equatable {
    /// All addresses, in the system's order.
    package var addresses: [InterfaceAddress]
    /// The interface by which the internet is reached, if the system tells.
    package var defaultInterface: String?

    /// Interfaces as given.
    package init(addresses: [InterfaceAddress], defaultInterface: String?) {
        self.addresses = addresses
        self.defaultInterface = defaultInterface
    }

    /// Reads them from the system. What cannot be read is left out.
    package static func read() -> NetworkInterfaces {
        let devices = (try? System.enumerateDevices()) ?? []
        let addresses = devices.compactMap { device -> InterfaceAddress? in
            guard let address = device.address.flatMap(IPAddress.init(socketAddress:)) else { return nil }
            let length = device.netmask.flatMap(IPAddress.init(socketAddress:)).map(\.leadingOnes) ?? address.bitWidth
            return InterfaceAddress(interface: device.name, address: address, prefixLength: length)
        }
        return NetworkInterfaces(addresses: addresses, defaultInterface: defaultRoute())
    }

    /// First interface with a route to everywhere: destination and mask 0 in `/proc/net/route` (proc(5)).
    private static func defaultRoute() -> String? {
        guard let table = SmallFile.read("/proc/net/route") else { return nil }
        for line in table.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: "\t")
            if fields.count > 7, fields[1] == "00000000", fields[7] == "00000000" { return String(fields[0]) }
        }
        return nil
    }
}

extension IPAddress {
    /// The address in `socketAddress`, unmapped; nil for a Unix socket.
    package init?(socketAddress: SocketAddress) {
        guard let text = socketAddress.ipAddress, let address = IPAddress(text) else { return nil }
        self = address.unmapped
    }

    /// Bits that are set before the first that is not: the length of a network mask.
    fileprivate var leadingOnes: Int {
        switch self {
        case .v4(let address): (~address.bits).leadingZeroBitCount
        case .v6(let address):
            address.high == .max ? 64 + (~address.low).leadingZeroBitCount : (~address.high).leadingZeroBitCount
        }
    }
}
