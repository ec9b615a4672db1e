import Crypto
package import FoundationEssentials
package import StateDirectory
import SwiftASN1
import X509

/// The certificate authority of this machine, and the server certificate signed by it.
///
/// Devices trust the authority once; the server's certificate can then change with the machine's addresses. The
/// authority's certificate limits it to this machine's names and to private addresses, critically: software that does
/// not understand the limit must refuse it. A new authority is made only when its file is missing. An option for that
/// would stay in a start script and revoke the trust of all devices at each start.
package struct LocalAuthority: Sendable {
    /// The authority's certificate in DER, which a device installs.
    package let certificate: [UInt8]
    /// SHA-256 over `certificate`, in the form that people compare: pairs of upper-case hexadecimal digits with colons.
    package let fingerprint: String
    /// The server's certificate, PEM.
    package let serverCertificate: String
    /// The server's key, PEM.
    package let serverKey: String
    /// Names and addresses of this machine that the authority may not sign for, so HTTPS does not work under them.
    package let uncovered: MachineNames

    private let authority: KeyPair
    private let server: KeyPair

    /// The remaining validity, in seconds, below which a certificate is replaced.
    private static let renewal: TimeInterval = 30 * 86_400

    /// Opens the authority in `state`, or creates one. Creates a new server certificate when the stored one is not for
    /// `machine`, is not valid yet, is near its end, or was signed by another authority.
    ///
    /// - Parameter now: The present time.
    /// - Throws: `StateError` and `SystemError` for the files.
    package static func open(in state: StateDirectory, machine: MachineNames, now: Date) throws -> LocalAuthority {
        let kept = try (authority: KeyPair.read("authority", from: state), server: server(in: state))
        let authority = try LocalAuthority(kept.authority, kept.server, machine: machine, now: now)
        try authority.write(to: state, unless: kept)
        return authority
    }

    /// This authority with certificates for the present names of `machine` and valid at `now`; nil when nothing
    /// changes.
    package func renewed(for machine: MachineNames, now: Date) throws -> LocalAuthority? {
        let new = try LocalAuthority(authority, server, machine: machine, now: now)
        let isSame =
            new.authority.certificate == authority.certificate && new.server.certificate == server.certificate
            && new.uncovered == uncovered
        return isSame ? nil : new
    }

    /// Writes the certificates that differ from `old` to `state`.
    ///
    /// - Throws: `SystemError`. The server can go on: a missing file is created again at the next start.
    package func write(to state: StateDirectory, after old: LocalAuthority) throws {
        try write(to: state, unless: (old.authority, old.server))
    }

    private func write(to state: StateDirectory, unless kept: (authority: KeyPair?, server: KeyPair?)) throws {
        if authority.certificate != kept.authority?.certificate { try authority.write("authority", to: state) }
        if server.certificate != kept.server?.certificate { try server.write("server", to: state) }
    }

    /// Uses the given pairs as far as they are still valid, and creates the rest.
    private init(_ authority: KeyPair?, _ server: KeyPair?, machine: MachineNames, now: Date) throws {
        let authority = try Self.valid(authority, machine: machine, now: now)
        let permitted = try PermittedNames(certificate: authority.certificate)
        let covered = MachineNames(
            dnsNames: ["localhost"] + machine.dnsNames.filter { $0 != "localhost" && permitted.permits(dnsName: $0) },
            addresses: machine.addresses.filter(permitted.permits(address:))
        )
        let server = try Self.valid(server, of: authority, names: covered, now: now)
        self.authority = authority
        self.server = server
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

    /// The stored authority, extended if it is near its end, or a new one. It is never replaced because of its dates,
    /// which a wrong clock can cause.
    private static func valid(_ kept: KeyPair?, machine: MachineNames, now: Date) throws -> KeyPair {
        guard let kept else { return try .authority(permitted: PermittedNames(machine: machine), now: now) }
        return kept.isValid(at: now, margin: renewal) ? kept : try kept.extended(now: now)
    }

    private static func valid(
        _ kept: KeyPair?,
        of authority: KeyPair,
        names: MachineNames,
        now: Date
    ) throws -> KeyPair {
        if let kept, names.match(kept.certificate), kept.isValid(at: now, margin: renewal),
            authority.certificate.publicKey.isValidSignature(kept.certificate.signature, for: kept.certificate)
        {
            return kept
        }
        return try authority.server(for: names, now: now)
    }

    /// The stored server pair, nil when it is missing or damaged: the authority then signs another.
    private static func server(in state: StateDirectory) throws -> KeyPair? {
        do {
            return try KeyPair.read("server", from: state)
        } catch StateError.damaged {
            return nil
        }
    }
}
