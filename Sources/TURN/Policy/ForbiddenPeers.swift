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

extension IPv6Address {
    /// The IPv4 addresses to which a router or tunnel may send packets for this address: 6to4 (RFC 3056), NAT64 (RFC
    /// 6052), Teredo (RFC 4380: its server and the client's own) and ISATAP (RFC 5214).
    var embeddedIPv4: [IPv4Address] {
        var embedded: [IPv4Address] = []
        if high >> 48 == 0x2002 {
            embedded.append(IPv4Address(bits: UInt32(truncatingIfNeeded: high >> 16)))
        }
        if high == 0x0064_FF9B_0000_0000, low >> 32 == 0 {
            embedded.append(IPv4Address(bits: UInt32(truncatingIfNeeded: low)))
        }
        if high >> 32 == 0x2001_0000 {
            embedded.append(IPv4Address(bits: UInt32(truncatingIfNeeded: high)))
            embedded.append(IPv4Address(bits: ~UInt32(truncatingIfNeeded: low)))
        }
        // The masked bit tells whether the IPv4 address is globally unique.
        if low >> 32 & ~0x0200_0000 == 0x0000_5EFE {
            embedded.append(IPv4Address(bits: UInt32(truncatingIfNeeded: low)))
        }
        return embedded
    }
}
