import Crypto
import NetPrimitives
import TURN

extension TURNServer.Configuration {
    /// The core's part of the operator's configuration.
    ///
    /// Both keys are new at each start: credentials end with their grants, and no grant outlives the server.
    init(_ options: ServerConfiguration.TURN) {
        self.init(secret: SymmetricKey(size: .bits256), nonceKey: SymmetricKey(size: .bits256))
        relayPorts = options.relayPorts
        allocations = options.allocations(within: DescriptorLimit.connections())
        bytesPerSecondPerDevice = options.deviceRate ?? 0
        bytesPerSecond = options.totalRate ?? 0
        // A machine with an external address is in a provider's or a container's network, where the devices are not.
        reachesPrivatePeers = options.external.isEmpty && options.publicAddress == nil
    }
}

extension ServerConfiguration.TURN {
    /// Descriptors of a relay socket: one for reading, one for sending.
    static let descriptorsPerAllocation = 2

    /// External addresses of this machine: those of `--external-ip`, or else that of `--turn-public` if it is an
    /// address.
    var knownExternal: [External] {
        guard external.isEmpty, case .address(let address)? = publicAddress?.host else { return external }
        return [External(address: address.unmapped, local: nil)]
    }

    /// The number of allocations with this many descriptors, half of which are kept for the page.
    func allocations(within descriptors: Int) -> Int {
        min(allocations, max(1, descriptors / 2 / Self.descriptorsPerAllocation))
    }
}

extension TURNServer.LocalNetwork {
    /// This machine's network: its interfaces, its external addresses, and further addresses that lead here.
    init(_ network: NetworkInterfaces, _ options: ServerConfiguration.TURN, aliases: [IPAddress]) {
        self.init(
            // Of several equally good addresses the first is announced, so the order matters: that must not be a
            // container's bridge.
            interfaces: network.ordered,
            external: options.knownExternal.map { External($0.address, for: $0.local) },
            aliases: aliases
        )
    }
}
