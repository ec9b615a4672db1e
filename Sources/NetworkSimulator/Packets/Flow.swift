package import NetPrimitives

/// The 5-tuple by which translators tell packets apart.
package struct Flow: Hashable, Sendable {
    /// The transport protocol.
    package var transport: TransportProtocol
    /// The sender. For an echo, the port is its identifier.
    package var source: TransportAddress
    /// The receiver. For an echo, the port is its identifier.
    package var destination: TransportAddress

    /// The flow of these values.
    package init(transport: TransportProtocol, source: TransportAddress, destination: TransportAddress) {
        self.transport = transport
        self.source = source
        self.destination = destination
    }

    /// The flow of the answers.
    package var reversed: Flow {
        Flow(transport: transport, source: destination, destination: source)
    }
}

/// The protocol of an IP packet, as far as translators and filters distinguish it.
package enum TransportProtocol: Hashable, Sendable {
    /// UDP (RFC 768).
    case udp
    /// TCP (RFC 9293).
    case tcp
    /// Echo requests and replies of ICMP and ICMPv6. Their identifier takes the place of a port.
    case echo
}
