import CDatagram
package import NIOCore
package import NetPrimitives

extension cdatagram_address {
    init(_ address: TransportAddress) {
        self.init(address.address, port: address.port)
    }

    init(_ address: IPAddress, port: UInt16) {
        switch address {
        case .v4(let address): self.init(high: 0, low: UInt64(address.bits), port: port, family: 4)
        case .v6(let address): self.init(high: address.high, low: address.low, port: port, family: 6)
        }
    }

    /// The address; nil when there is none.
    var transportAddress: TransportAddress? {
        switch family {
        case 4: TransportAddress(.v4(IPv4Address(bits: UInt32(truncatingIfNeeded: low))), port: port)
        case 6: TransportAddress(.v6(IPv6Address(high: high, low: low)), port: port)
        default: nil
        }
    }
}

extension TransportAddress {
    /// The address in `address`, unmapped; nil for a Unix socket. Does not go through text, since it is called for each
    /// datagram.
    package init?(_ address: SocketAddress) {
        let read = address.withSockAddr { pointer, _ in cdatagram_read(pointer) }
        guard let address = read.transportAddress else { return nil }
        self = address
    }
}
