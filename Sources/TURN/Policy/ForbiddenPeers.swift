import NetPrimitives

/// Networks whose addresses are never a device's, or that reach services which trust their local machine.
enum ForbiddenPeers {
    static let networks: [NetworkPrefix] = [
        // IPv4: this network, loopback, link-local with the metadata service of most clouds, protocol assignments with
        // Oracle's metadata service, multicast, reserved and broadcast (RFC 6890); the anycast of 6to4 (RFC 7526).
        "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4", "240.0.0.0/4",
        // The metadata services of Alibaba Cloud and Azure.
        "100.100.100.200/32", "168.63.129.16/32",
        // IPv6: unspecified, loopback and IPv4-compatible; IPv4-translated (RFC 2765); local NAT64 (RFC 8215), which
        // embeds IPv4 addresses at positions of its operator's choice; link-local, site-local, multicast.
        "::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "fe80::/10", "fec0::/10", "ff00::/8",
        // The metadata service of Amazon.
        "fd00:ec2::/32",
    ].compactMap { NetworkPrefix($0) }
}

extension IPAddress {
    /// Whether no client may ever send to this address through us, even if a peer signals it. This includes IPv4-mapped
    /// addresses: a peer with an IPv4 address is named by that (RFC 8656 section 14 offers no other way either).
    var isNeverAPeer: Bool {
        if case .v6(let address) = self, address.mappedIPv4 != nil { return true }
        return ForbiddenPeers.networks.contains { $0.contains(self) }
    }
}
