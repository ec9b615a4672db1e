package import NIOCore
package import NetPrimitives

/// The addresses of this machine at the time of reading, and the kernel's facts about their interfaces.
package struct NetworkInterfaces: Sendable, Equatable {
    /// All addresses, in the system's order.
    package var addresses: [InterfaceAddress]
    /// Facts by interface name, also of the interfaces below, as far as the system provides them.
    package var facts: [String: InterfaceFacts]
    /// The default routes.
    package var defaultRoutes: DefaultRoutes

    /// Interfaces of these values.
    package init(addresses: [InterfaceAddress], facts: [String: InterfaceFacts], defaultRoutes: DefaultRoutes) {
        self.addresses = addresses
        self.facts = facts
        self.defaultRoutes = defaultRoutes
    }

    /// Reads everything from the system; unreadable parts are left out. Reads many small files, so do not call it on an
    /// event loop.
    package static func read() -> NetworkInterfaces {
        let devices = (try? System.enumerateDevices()) ?? []
        let addresses = addresses(of: devices)
        // A machine with many containers has hundreds of interfaces without an address that matters here.
        let candidates = Set(addresses.filter { $0.address.whyNoMachine == nil }.map(\.interface))
        let known = facts(of: devices.filter { candidates.contains($0.name) })
        return NetworkInterfaces(addresses: addresses, facts: known, defaultRoutes: .read())
    }

    /// Reads the addresses only, which is fast: no files are involved.
    static func readAddresses() -> [InterfaceAddress] {
        addresses(of: (try? System.enumerateDevices()) ?? [])
    }

    private static func addresses(of devices: [NIONetworkDevice]) -> [InterfaceAddress] {
        devices.compactMap { device in
            guard let address = device.address.flatMap(IPAddress.init(socketAddress:)) else { return nil }
            let length = device.netmask.flatMap(IPAddress.init(socketAddress:)).map(\.leadingOnes) ?? address.bitWidth
            return InterfaceAddress(interface: device.name, address: address, prefixLength: length)
        }
    }

    private static func facts(of devices: [NIONetworkDevice]) -> [String: InterfaceFacts] {
        #if os(Linux)
            InterfaceFacts.read(Dictionary(devices.map { ($0.name, $0.interfaceIndex) }) { first, _ in first })
        #else
            // Without sysfs, the only known fact is which interfaces have one other end.
            Dictionary(
                devices.map { device in
                    let isTunnel = device.pointToPointDestinationAddress != nil
                    return (device.name, InterfaceFacts(isPointToPoint: isTunnel, hasDevice: !isTunnel))
                }
            ) { first, _ in first }
        #endif
    }
}

extension IPAddress {
    /// The address in `socketAddress`, unmapped; nil for a Unix socket.
    package init?(socketAddress: SocketAddress) {
        guard let text = socketAddress.ipAddress, let address = IPAddress(text) else { return nil }
        self = address.unmapped
    }

    /// The number of leading ones: the length of a network mask.
    fileprivate var leadingOnes: Int {
        switch self {
        case .v4(let address): (~address.bits).leadingZeroBitCount
        case .v6(let address):
            address.high == .max ? 64 + (~address.low).leadingZeroBitCount : (~address.high).leadingZeroBitCount
        }
    }
}
