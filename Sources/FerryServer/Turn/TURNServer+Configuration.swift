import Crypto
import NetPrimitives
import TURN

extension TURNServer.Configuration {
    /// What of the operator's decisions concerns the core.
    ///
    /// Both keys are new with each start: credentials end with their grants, and no grant outlives the server.
    init(_ options: ServerConfiguration.TURN) {
        self.init(secret: SymmetricKey(size: .bits256), nonceKey: SymmetricKey(size: .bits256))
        relayPorts = options.relayPorts
        allocations = options.allocations(within: DescriptorLimit.connections())
        bytesPerSecondPerDevice = options.deviceRate ?? 0
        bytesPerSecond = options.totalRate ?? 0
        // A machine known under another address stands in its provider's or a container's network, and the devices
        // do not.
        reachesPrivatePeers = options.external.isEmpty && options.publicAddress == nil
    }
}

extension ServerConfiguration.TURN {
    /// Descriptors of a relay socket: one to read, one to send.
    static let descriptorsPerAllocation = 2

    /// Where this machine is known under other addresses: as `--external-ip` says, else as `--turn-public` does when that
    /// is an address.
    var knownExternal: [External] {
        guard external.isEmpty, case .address(let address)? = publicAddress?.host else { return external }
        return [External(address: address.unmapped, local: nil)]
    }

    /// Allocations that can be had with so many descriptors, of which half stay for the page.
    func allocations(within descriptors: Int) -> Int {
        min(allocations, max(1, descriptors / 2 / Self.descriptorsPerAllocation))
    }
}

extension TURNServer.LocalNetwork {
    /// This machine's place, with the addresses it is known by outside and those that lead here besides.
    init(_ network: NetworkInterfaces, _ options: ServerConfiguration.TURN, aliases: [IPAddress]) {
        self.init(
            // Of several addresses that are equally good the first is announced: that must not be a container's bridge.
            interfaces: network.ordered,
            external: options.knownExternal.map { External($0.address, for: $0.local) },
            aliases: aliases
        )
    }
}
