import Crypto
import FoundationEssentials
import X509

/// A certificate and the key that belongs to it.
struct KeyPair: Sendable {
    let certificate: Certificate
    let key: P256.Signing.PrivateKey

    /// Days of validity of the authority. It has to outlive the devices on which people install it by hand.
    static let authorityDays = 3650

    /// Days of validity of the server's certificate: the longest that browsers accept (CA/Browser Forum Baseline
    /// Requirements 6.3.2, kept by Apple for private authorities too).
    static let serverDays = 397

    /// The time, in seconds, by which the start of validity is set back: clocks of phones are often a day wrong.
    private static let backdate: TimeInterval = 86_400

    /// A new authority that may sign for `permitted` only.
    static func authority(permitted: PermittedNames, now: Date) throws -> KeyPair {
        let key = P256.Signing.PrivateKey()
        let publicKey = Certificate.PublicKey(key.publicKey)
        // The name contains a part of the key, so that two servers in one home have two distinct authorities.
        let identifier = SubjectKeyIdentifier(hash: publicKey)
        let mark = identifier.keyIdentifier.prefix(4).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        let name = try DistinguishedName {
            OrganizationName("Ferry")
            CommonName("Ferry local authority \(mark.joined())")
        }
        let constraints = try permitted.constraints()
        let certificate = try Certificate(
            version: .v3,
            serialNumber: newSerialNumber(),
            publicKey: publicKey,
            notValidBefore: now - backdate,
            notValidAfter: now + Double(authorityDays) * 86_400,
            issuer: name,
            subject: name,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                constraints
                identifier
            },
            issuerPrivateKey: .init(key)
        )
        return KeyPair(certificate: certificate, key: key)
    }

    /// The same authority with a certificate that is valid at `now`, and at all times at which the old one is valid.
    ///
    /// Devices know an authority by its name and key, so a device that trusts the old certificate trusts the new one.
    /// The old period stays included, so a wrong clock, then or now, does not cost a device its trust.
    func extended(now: Date) throws -> KeyPair {
        let old = certificate
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Self.newSerialNumber(),
            publicKey: old.publicKey,
            notValidBefore: min(old.notValidBefore, now - Self.backdate),
            notValidAfter: max(old.notValidAfter, now + Double(Self.authorityDays) * 86_400),
            issuer: old.subject,
            subject: old.subject,
            extensions: old.extensions,
            issuerPrivateKey: .init(key)
        )
        return KeyPair(certificate: certificate, key: key)
    }

    /// Whether the certificate is valid at `now` and for `margin` seconds more.
    func isValid(at now: Date, margin: TimeInterval) -> Bool {
        certificate.notValidBefore <= now && now + margin < certificate.notValidAfter
    }

    /// A new server certificate for `names`, signed by this authority.
    func server(for names: MachineNames, now: Date) throws -> KeyPair {
        let key = P256.Signing.PrivateKey()
        let publicKey = Certificate.PublicKey(key.publicKey)
        let authorityIdentifier = SubjectKeyIdentifier(hash: certificate.publicKey).keyIdentifier
        let lifetime = min(now + Double(Self.serverDays) * 86_400, certificate.notValidAfter)
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Self.newSerialNumber(),
            publicKey: publicKey,
            notValidBefore: now - Self.backdate,
            notValidAfter: lifetime,
            issuer: self.certificate.subject,
            subject: DistinguishedName {
                OrganizationName("Ferry")
                CommonName("Ferry server")
            },
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(names.generalNames)
                SubjectKeyIdentifier(hash: publicKey)
                AuthorityKeyIdentifier(keyIdentifier: authorityIdentifier)
            },
            issuerPrivateKey: .init(self.key)
        )
        return KeyPair(certificate: certificate, key: key)
    }

    /// 126 random bits: unpredictable, and positive within the 20 octets that are allowed (RFC 5280, 4.1.2.2).
    private static func newSerialNumber() -> Certificate.SerialNumber {
        var random = SystemRandomNumberGenerator()
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        bytes[0] = bytes[0] & 0x3F | 0x40
        return Certificate.SerialNumber(bytes: bytes)
    }
}
