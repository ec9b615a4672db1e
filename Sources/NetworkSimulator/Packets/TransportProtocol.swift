/// What an IP packet carries, as far as translators and filters tell it apart.
package enum TransportProtocol: Hashable, Sendable {
    /// RFC 768.
    case udp
    /// RFC 9293.
    case tcp
    /// Echo requests and replies of ICMP and ICMPv6. Their identifier takes the place of a port.
    case echo
}
