import Crypto
import FoundationEssentials
import LocalAuthority
import StateDirectory
import SwiftASN1
import Testing
@_spi(FixedExpiryValidationTime) import X509

@Suite("The local authority")
struct LocalAuthorityTests {
    static let machine = MachineNames(
        dnsNames: ["nas", "nas.local"],
        addresses: [[192, 168, 7, 20], [0xFD] + [UInt8](repeating: 0, count: 14) + [2], [8, 8, 8, 8]]
    )
    static let now = Date(timeIntervalSince1970: 1_800_000_000)
    static let day: TimeInterval = 86_400

    @Test("The server's certificate is good for the machine's names and its private addresses")
    func goodForTheMachine() async throws {
        try await withTemporaryState { state in
            let authority = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            for name in ["localhost", "nas", "nas.local"] {
                #expect(try await verifies(authority.serverCertificate, under: authority, name: name))
            }
            #expect(try await verifies(authority.serverCertificate, under: authority, address: "192.168.7.20"))
            #expect(try await verifies(authority.serverCertificate, under: authority, address: "fd00::2"))
            #expect(try await !verifies(authority.serverCertificate, under: authority, address: "192.168.7.21"))
        }
    }

    @Test("A public address is left out of the certificate, and said to be")
    func publicAddressIsLeftOut() async throws {
        try await withTemporaryState { state in
            let authority = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            #expect(authority.uncovered == MachineNames(dnsNames: [], addresses: [[8, 8, 8, 8]]))
        }
    }

    @Test("Who steals the authority's key cannot sign for other names", arguments: ["example.org", "otherlocal"])
    func stolenKeyIsUseless(name: String) async throws {
        try await withTemporaryState { state in
            let authority = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            let forged = try forge(for: .dnsName(name), with: authority, in: state)
            #expect(try await !verifies(forged, under: authority, name: name))
        }
    }

    @Test("The same forgery for the machine's own name passes, so that it is the name that is refused")
    func forgeryForOwnNamePasses() async throws {
        try await withTemporaryState { state in
            let authority = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            let forged = try forge(for: .dnsName("nas.local"), with: authority, in: state)
            #expect(try await verifies(forged, under: authority, name: "nas.local"))
        }
    }

    @Test("The limits of the authority are critical, and it can have no authorities below it")
    func limitsAreCritical() async throws {
        try await withTemporaryState { state in
            let authority = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            let certificate = try Certificate(derEncoded: authority.certificate)
            let constraints = try #require(certificate.extensions[oid: .X509ExtensionID.nameConstraints])
            #expect(constraints.critical)
            #expect(try certificate.extensions.basicConstraints == .isCertificateAuthority(maxPathLength: 0))
        }
    }

    @Test("The server's certificate lasts no longer than browsers accept")
    func serverLifetime() async throws {
        try await withTemporaryState { state in
            let authority = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            let certificate = try Certificate(pemEncoded: authority.serverCertificate)
            let lifetime = certificate.notValidAfter.timeIntervalSince(certificate.notValidBefore)
            #expect(lifetime <= 398 * Self.day)
        }
    }

    @Test("Keys are readable by their owner alone")
    func keyModes() async throws {
        try await withTemporaryState { state in
            _ = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            #expect(try permissions(of: state.path) == 0o700)
            #expect(try permissions(of: state.path + "/authority.pem") == 0o600)
            #expect(try permissions(of: state.path + "/server.pem") == 0o600)
        }
    }

    @Test("A key that others can read is refused")
    func readableKeyIsRefused() async throws {
        try await withTemporaryState { state in
            _ = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            let file = state.path + "/authority.pem"
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
            #expect(throws: StateError.readableByOthers(file)) {
                try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            }
        }
    }

    @Test("Authority and certificate stay the same when nothing has changed")
    func staysTheSame() async throws {
        try await withTemporaryState { state in
            let first = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            let second = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now + 300 * Self.day)
            #expect(first.certificate == second.certificate)
            #expect(first.fingerprint == second.fingerprint)
            #expect(first.serverCertificate == second.serverCertificate)
        }
    }

    @Test("A new address gets a new certificate from the same authority")
    func newAddress() async throws {
        try await withTemporaryState { state in
            let first = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            var moved = Self.machine
            moved.addresses = [[10, 0, 0, 9]]
            let second = try LocalAuthority.open(in: state, machine: moved, now: Self.now)
            #expect(first.certificate == second.certificate)
            #expect(try await verifies(second.serverCertificate, under: first, address: "10.0.0.9"))
        }
    }

    @Test("The certificate is renewed in its last thirty days")
    func renewal() async throws {
        try await withTemporaryState { state in
            let first = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            let second = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now + 370 * Self.day)
            #expect(first.certificate == second.certificate)
            #expect(first.serverCertificate != second.serverCertificate)
        }
    }

    @Test("A name the machine got later is not covered, and said to be")
    func laterNameIsNotCovered() async throws {
        try await withTemporaryState { state in
            _ = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            var renamed = Self.machine
            renamed.dnsNames = ["attic"]
            let authority = try LocalAuthority.open(in: state, machine: renamed, now: Self.now)
            #expect(authority.uncovered.dnsNames == ["attic"])
        }
    }

    @Test("A damaged file is named")
    func damagedFile() async throws {
        try await withTemporaryState { state in
            _ = try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            try state.write(Array("nonsense".utf8), to: "authority.pem", access: .owner)
            let error = try #require(throws: StateError.self) {
                try LocalAuthority.open(in: state, machine: Self.machine, now: Self.now)
            }
            #expect(error.description.contains(state.path + "/authority.pem"))
        }
    }
}

/// A certificate for `name`, signed with the stolen key file of the authority.
private func forge(for name: GeneralName, with authority: LocalAuthority, in state: StateDirectory) throws -> String {
    let stolen = try #require(try state.read("authority.pem", access: .owner))
    let key = try #require(PEMDocument.parseMultiple(pemString: String(decoding: stolen, as: UTF8.self)).last)
    let issuer = try Certificate(derEncoded: authority.certificate)
    let own = P256.Signing.PrivateKey()
    let certificate = try Certificate(
        version: .v3,
        serialNumber: .init(),
        publicKey: .init(own.publicKey),
        notValidBefore: LocalAuthorityTests.now - LocalAuthorityTests.day,
        notValidAfter: LocalAuthorityTests.now + LocalAuthorityTests.day,
        issuer: issuer.subject,
        subject: DistinguishedName { CommonName("forged") },
        extensions: Certificate.Extensions {
            Critical(BasicConstraints.notCertificateAuthority)
            SubjectAlternativeNames([name])
        },
        issuerPrivateKey: .init(pemDocument: key)
    )
    return try certificate.serializeAsPEM().pemString
}

/// Whether a client that trusts `authority` accepts `certificate` for the requested name or address.
func verifies(
    _ certificate: String,
    under authority: LocalAuthority,
    name: String? = nil,
    address: String? = nil,
    at now: Date = LocalAuthorityTests.now
) async throws -> Bool {
    let root = try Certificate(derEncoded: authority.certificate)
    var verifier = Verifier(rootCertificates: CertificateStore([root])) {
        RFC5280Policy(fixedExpiryValidationTime: now)
        ServerIdentityPolicy(serverHostname: name, serverIP: address)
    }
    let leaf = try Certificate(pemEncoded: certificate)
    guard case .validCertificate = await verifier.validate(leaf: leaf, intermediates: CertificateStore()) else {
        return false
    }
    return true
}
