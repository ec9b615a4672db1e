import SwiftASN1
import X509

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
