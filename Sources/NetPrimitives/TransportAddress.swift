/// An IP address and a port: one end of a UDP or TCP flow.
package struct TransportAddress: Hashable, Sendable {
    /// The address. Store it ``IPAddress/unmapped`` where it is compared.
    package var address: IPAddress
    /// The port; 0 when none was chosen.
    package var port: UInt16

    /// The address `address` with port `port`.
    package init(_ address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }
}

extension TransportAddress: CustomStringConvertible {
    /// `192.0.2.1:3478`, or `[2001:db8::1]:3478` (RFC 5952 section 6).
    package var description: String {
        switch address {
        case .v4(let address): "\(address):\(port)"
        case .v6(let address): "[\(address)]:\(port)"
        }
    }
}
