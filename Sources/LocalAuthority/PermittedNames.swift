import SwiftASN1
import X509

/// The names and addresses that the authority may sign for: the names of the machine when the authority was made, and
/// addresses that are only valid in a local network. Its key, if stolen, is useless against public web sites.
struct PermittedNames: Equatable {
    /// Names permitted with everything below them (RFC 5280, 4.2.1.10).
    let dnsNames: [String]

    /// The names for a new authority: those of the machine, and `localhost`.
    init(machine: MachineNames) {
        var names = ["localhost"]
        for name in machine.dnsNames where !names.contains(name) { names.append(name) }
        dnsNames = names
    }

    /// The names an existing authority was limited to.
    init(certificate: Certificate) throws {
        dnsNames = try certificate.extensions.nameConstraints.map { Array($0.permittedDNSDomains) } ?? []
    }

    /// Whether the authority may sign for `name`.
    func permits(dnsName name: String) -> Bool {
        dnsNames.contains { name == $0 || name.hasSuffix("." + $0) }
    }

    /// Whether the authority may sign for an address of 4 or 16 octets.
    func permits(address: [UInt8]) -> Bool {
        Self.addressRanges.contains { $0.contains(address) }
    }

    /// The critical name constraints extension, by which devices enforce these limits.
    func constraints() throws -> Certificate.Extension {
        let constraints = NameConstraints(
            permittedDNSDomains: NameConstraints.DNSNames(dnsNames),
            permittedIPRanges: NameConstraints.IPRanges(Self.addressRanges.map(\.subtree))
        )
        return try Certificate.Extension(constraints, critical: true)
    }

    /// Loopback, private (RFC 1918), link-local (RFC 3927, RFC 4291) and unique-local (RFC 4193) addresses.
    private static let addressRanges: [AddressRange] = [
        AddressRange([127, 0, 0, 0], length: 8),
        AddressRange([10, 0, 0, 0], length: 8),
        AddressRange([172, 16, 0, 0], length: 12),
        AddressRange([192, 168, 0, 0], length: 16),
        AddressRange([169, 254, 0, 0], length: 16),
        AddressRange([UInt8](repeating: 0, count: 15) + [1], length: 128),
        AddressRange([0xFE, 0x80] + [UInt8](repeating: 0, count: 14), length: 10),
        AddressRange([0xFC] + [UInt8](repeating: 0, count: 15), length: 7),
    ]
}

/// A range of addresses that begin with the same `length` bits.
private struct AddressRange {
    let octets: [UInt8]
    let mask: [UInt8]

    init(_ octets: [UInt8], length: Int) {
        self.octets = octets
        mask = octets.indices.map { index in
            let ones = min(8, max(0, length - 8 * index))
            return ones == 0 ? 0 : UInt8(truncatingIfNeeded: 0xFF << (8 - ones))
        }
    }

    func contains(_ address: [UInt8]) -> Bool {
        address.count == octets.count && address.indices.allSatisfy { address[$0] & mask[$0] == octets[$0] }
    }

    /// Address, then mask: the `iPAddress` form of a name constraint (RFC 5280, 4.2.1.10).
    var subtree: ASN1OctetString {
        ASN1OctetString(contentBytes: (octets + mask)[...])
    }
}
