import NetPrimitives

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
