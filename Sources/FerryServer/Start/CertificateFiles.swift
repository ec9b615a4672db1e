import FoundationEssentials
import LocalAuthority
import NIOSSL

/// The contents of the two PEM files `--tls-cert` and `--tls-key`.
struct CertificateFiles: Equatable {
    private let certificate: (path: String, text: String)
    private let key: (path: String, text: String)

    /// Reads both files.
    ///
    /// - Throws: `StartError` when one cannot be read.
    init(certificate: String, key: String) throws {
        self.certificate = (certificate, try Self.read(certificate))
        self.key = (key, try Self.read(key))
    }

    /// Whether the contents are the same.
    static func == (first: Self, second: Self) -> Bool {
        first.certificate == second.certificate && first.key == second.key
    }

    /// The TLS credentials of these files.
    ///
    /// - Throws: `StartError` when the contents are not valid, or do not match.
    func credentials() throws -> TLSCredentials {
        let (chain, names) = try attempt(certificate.path, certificateFault) {
            let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.text.utf8))
            return (chain, try MachineNames(certificate: certificate.text))
        }
        let privateKey = try attempt(key.path, keyFault) {
            try NIOSSLPrivateKey(bytes: Array(key.text.utf8), format: .pem)
        }
        return try attempt(key.path, "it is not the key of \(certificate.path)") {
            try TLSCredentials(chain: chain, key: privateKey, authority: nil, names: names)
        }
    }

    /// The reason why browsers refuse the certificate at `now`, as a sentence; nil when it is valid. HTTPS is served
    /// all the same: the clock may be wrong, and a new certificate is used as soon as it is there.
    func complaint(at now: Date) -> String? {
        guard let validity = try? CertificateValidity(certificate: certificate.text) else { return nil }
        if now > validity.end {
            return "the certificate in \(certificate.path) has expired on \(Self.day(validity.end)), so browsers "
                + "refuse HTTPS: renew it."
        }
        if now < validity.start {
            return "the certificate in \(certificate.path) holds from \(Self.day(validity.start)) on, and the clock "
                + "here says \(Self.day(now)), so browsers refuse HTTPS: set the clock, or wait."
        }
        return nil
    }

    private static func day(_ date: Date) -> String { date.formatted(.iso8601.year().month().day()) }

    /// The reason why the file contains no certificate chain.
    private var certificateFault: String {
        if certificate.text.contains("BEGIN CERTIFICATE") { return "a certificate in it is damaged" }
        if certificate.text.contains("PRIVATE KEY") {
            return "it holds a key and no certificate: are --tls-cert and --tls-key exchanged?"
        }
        return "it holds no certificate in PEM form, which begins with -----BEGIN CERTIFICATE-----"
    }

    /// The reason why the file contains no usable key.
    private var keyFault: String {
        if key.text.contains("ENCRYPTED") {
            return "its key has a pass phrase, which nobody is there to type: "
                + "openssl pkey -in \(key.path) -out NEW takes it off"
        }
        if key.text.contains("PRIVATE KEY") { return "the key in it is damaged, or of a kind that TLS does not know" }
        if key.text.contains("BEGIN CERTIFICATE") {
            return "it holds a certificate and no key: are --tls-cert and --tls-key exchanged?"
        }
        return "it holds no private key in PEM form, which begins with -----BEGIN PRIVATE KEY-----"
    }

    private static func read(_ path: String) throws -> String {
        do {
            return try SmallFile.text(path)
        } catch .notText {
            throw StartError.badCertificate(
                file: path,
                reason: "it is not in PEM form, which is text: openssl x509 -inform der makes that of a certificate in "
                    + "DER, openssl pkey -inform der of a key"
            )
        } catch {
            throw StartError.badCertificate(file: path, reason: "it cannot be read: \(error)")
        }
    }

    private func attempt<Result>(_ file: String, _ fault: String, _ body: () throws -> Result) throws -> Result {
        do { return try body() } catch { throw StartError.badCertificate(file: file, reason: fault) }
    }
}
