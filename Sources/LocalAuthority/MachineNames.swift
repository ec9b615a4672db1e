import SwiftASN1
import X509

/// The present names and addresses of a machine, for which its certificate has to be valid.
package struct MachineNames: Sendable, Equatable {
    /// DNS names in lower case, without a trailing dot. `localhost` need not be among them.
    package var dnsNames: [String]
    /// IP addresses, as 4 or 16 octets in network order.
    package var addresses: [[UInt8]]

    /// These names and addresses.
    package init(dnsNames: [String], addresses: [[UInt8]]) {
        self.dnsNames = dnsNames
        self.addresses = addresses
    }
}

extension MachineNames {
    /// The names as a certificate lists them.
    var generalNames: [GeneralName] {
        dnsNames.map { .dnsName($0) } + addresses.map { .ipAddress(ASN1OctetString(contentBytes: $0[...])) }
    }

    /// Whether `certificate` lists all of these names and no others.
    func match(_ certificate: Certificate) -> Bool {
        guard let listed = try? certificate.extensions.subjectAlternativeNames else { return false }
        return Set(listed) == Set(generalNames)
    }
}

extension MachineNames {
    /// The names and addresses of the first certificate in a PEM text, without wildcards.
    ///
    /// - Throws: When the text contains no certificate.
    package init(certificate text: String) throws {
        let certificate = try Certificate(firstOf: text)
        var names = MachineNames(dnsNames: [], addresses: [])
        for name in try certificate.extensions.subjectAlternativeNames ?? SubjectAlternativeNames() {
            switch name {
            case .dnsName(let name) where !name.hasPrefix("*"): names.dnsNames.append(name.lowercased())
            case .ipAddress(let address): names.addresses.append(Array(address.bytes))
            default: break
            }
        }
        self = names
    }
}

extension Certificate {
    /// The first certificate of a PEM text, which may be a chain.
    ///
    /// - Throws: When the text contains none.
    init(firstOf text: String) throws {
        // The parser takes a single PEM document.
        let end = "-----END CERTIFICATE-----"
        let first = text.firstRange(of: end).map { text[..<$0.upperBound] } ?? text[...]
        let start = first.firstRange(of: "-----BEGIN CERTIFICATE-----")?.lowerBound ?? first.startIndex
        try self.init(pemEncoded: String(first[start...]))
    }
}
