/// The protocol of an IP packet, as far as translators and filters distinguish it.
package enum TransportProtocol: Hashable, Sendable {
    /// UDP (RFC 768).
    case udp
    /// TCP (RFC 9293).
    case tcp
    /// Echo requests and replies of ICMP and ICMPv6. Their identifier takes the place of a port.
    case echo
}
