package import NetPrimitives

extension TURNServer {
    /// Whose a grant is: limits count by it, and packets inside the process pass by it.
    package struct Holder: Hashable, Sendable {
        /// Who may allocate.
        package var device: DeviceName
        /// Whom it has its conversation with.
        package var peer: DeviceName
        /// Where the device is: its IPv4 address or IPv6 /64.
        package var network: NetworkPrefix

        /// The holder with these values.
        package init(device: DeviceName, peer: DeviceName, network: NetworkPrefix) {
            self.device = device
            self.peer = peer
            self.network = network
        }
    }

    /// The name of a device, 128 bits.
    package struct DeviceName: Hashable, Sendable, Comparable {
        /// The first 64 bits.
        let high: UInt64
        /// The last 64 bits.
        let low: UInt64

        /// The name of these bits.
        package init(high: UInt64, low: UInt64) {
            self.high = high
            self.low = low
        }

        package static func < (one: DeviceName, other: DeviceName) -> Bool {
            (one.high, one.low) < (other.high, other.low)
        }
    }
}

/// Two devices that talk: the same from both sides.
struct Conversation: Hashable, Sendable {
    private let first: TURNServer.DeviceName
    private let second: TURNServer.DeviceName

    /// The conversation that `holder` has.
    init(of holder: TURNServer.Holder) {
        first = min(holder.device, holder.peer)
        second = max(holder.device, holder.peer)
    }
}
