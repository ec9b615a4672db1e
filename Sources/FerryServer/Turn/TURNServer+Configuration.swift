import Crypto
import NetPrimitives
import TURN

extension TURNServer.Configuration {
    /// What of the operator's decisions concerns the core.
    ///
    /// Both keys are new with each start: credentials end with their grants, and no grant outlives the server.
    init(_ options: ServerConfiguration.TURN, descriptors: Int) {
        self.init(secret: SymmetricKey(size: .bits256), nonceKey: SymmetricKey(size: .bits256))
        relayPorts = options.relayPorts
        // A relay socket takes two descriptors. Half of all stay for the page.
        allocations = min(options.allocations, max(1, descriptors / 4))
        bytesPerSecondPerAllocation = options.allocationRate ?? 0
        bytesPerSecond = options.totalRate ?? 0
        // A machine known under another address stands in its provider's or a container's network, and the devices
        // do not.
        reachesPrivatePeers = options.external.isEmpty && options.publicAddress == nil
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
