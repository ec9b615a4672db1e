import SwiftASN1
import X509

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
