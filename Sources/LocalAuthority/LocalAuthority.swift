import Crypto
package import FoundationEssentials
package import StateDirectory
import SwiftASN1
import X509

/// The certificate authority of this machine, and the server certificate signed by it.
///
/// Devices trust the authority once; the server's certificate can then change with the machine's addresses. The
/// authority's certificate limits it to this machine's names and to private addresses, critically: software that
/// does not understand the limit must refuse it.
package struct LocalAuthority: Sendable {
    /// The authority's certificate, DER: what a device installs.
    package let certificate: [UInt8]
    /// SHA-256 over `certificate`, as people compare it: pairs of upper-case hexadecimal digits with colons.
    package let fingerprint: String
    /// The server's certificate, PEM.
    package let serverCertificate: String
    /// The server's key, PEM.
    package let serverKey: String
    /// Names and addresses of the machine that the authority may not sign for, so that HTTPS does not work under them.
    package let uncovered: MachineNames

    /// A server certificate with less time than this left is replaced.
    private static let renewal: TimeInterval = 30 * 86_400

    /// Opens the authority kept in `state`, or makes one; and makes a new server certificate when the one there is
    /// not for `machine`, is near its end, or was signed by another authority.
    ///
    /// - Parameter now: The present time.
    /// - Throws: `StateError` and `SystemError` of the files.
    package static func open(in state: StateDirectory, machine: MachineNames, now: Date) throws -> LocalAuthority {
        let authority = try authority(in: state, machine: machine, now: now)
        let permitted = try PermittedNames(certificate: authority.certificate)
        let covered = MachineNames(
            dnsNames: ["localhost"] + machine.dnsNames.filter { $0 != "localhost" && permitted.permits(dnsName: $0) },
            addresses: machine.addresses.filter(permitted.permits(address:))
        )
        let server = try server(in: state, authority: authority, names: covered, now: now)
        return try LocalAuthority(authority: authority, server: server, machine: machine, covered: covered)
    }

    private init(authority: KeyPair, server: KeyPair, machine: MachineNames, covered: MachineNames) throws {
        var serializer = DER.Serializer()
        try serializer.serialize(authority.certificate)
        certificate = serializer.serializedBytes
        fingerprint = SHA256.hash(data: certificate)
            .map { byte in String(byte >> 4, radix: 16, uppercase: true) + String(byte & 15, radix: 16, uppercase: true)
            }
            .joined(separator: ":")
        serverCertificate = try server.certificate.serializeAsPEM().pemString
        serverKey = server.key.pemRepresentation
        uncovered = MachineNames(
            dnsNames: machine.dnsNames.filter { !covered.dnsNames.contains($0) },
            addresses: machine.addresses.filter { !covered.addresses.contains($0) }
        )
    }

    private static func authority(in state: StateDirectory, machine: MachineNames, now: Date) throws -> KeyPair {
        if let kept = try KeyPair.read("authority", from: state), now < kept.certificate.notValidAfter - renewal {
            return kept
        }
        let made = try KeyPair.authority(permitted: PermittedNames(machine: machine), now: now)
        try made.write("authority", to: state)
        return made
    }

    private static func server(
        in state: StateDirectory,
        authority: KeyPair,
        names: MachineNames,
        now: Date
    ) throws -> KeyPair {
        if let kept = try KeyPair.read("server", from: state),
            names.match(kept.certificate),
            now < kept.certificate.notValidAfter - renewal,
            authority.certificate.publicKey.isValidSignature(kept.certificate.signature, for: kept.certificate)
        {
            return kept
        }
        let made = try authority.server(for: names, now: now)
        try made.write("server", to: state)
        return made
    }
}
