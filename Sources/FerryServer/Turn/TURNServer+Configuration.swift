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
        bytesPerSecondPerAllocation = options.allocationRate ?? 0
        bytesPerSecond = options.totalRate ?? 0
        // A machine known under another address stands in its provider's or a container's network, and the devices
        // do not.
        reachesPrivatePeers = options.external.isEmpty && options.publicAddress == nil
    }
}

extension ServerConfiguration.TURN {
    /// Descriptors of a relay socket: one to read, one to send.
    static let descriptorsPerAllocation = 2

    /// Allocations that can be had with so many descriptors, of which half stay for the page.
    func allocations(within descriptors: Int) -> Int {
        min(allocations, max(1, descriptors / 2 / Self.descriptorsPerAllocation))
    }
}

extension TURNServer.LocalNetwork {
    /// This machine's place, with the addresses it is known by outside.
    init(_ interfaces: NetworkInterfaces, external: [ServerConfiguration.TURN.External]) {
        self.init(
            interfaces: interfaces.addresses,
            external: external.map { External($0.address, for: $0.local) }
        )
    }
}
