import LocalAuthority
import NIOSSL

/// The two PEM files of `--tls-cert` and `--tls-key`, as they were when they were read.
struct CertificateFiles: Equatable {
    private let certificate: (path: String, text: String)
    private let key: (path: String, text: String)

    /// Reads both.
    ///
    /// - Throws: `StartError` when one cannot be read.
    init(certificate: String, key: String) throws {
        self.certificate = (certificate, try Self.read(certificate))
        self.key = (key, try Self.read(key))
    }

    /// Whether they say the same.
    static func == (first: Self, second: Self) -> Bool {
        first.certificate == second.certificate && first.key == second.key
    }

    /// What is served with them.
    ///
    /// - Throws: `StartError` when they are not what they should be.
    func credentials() throws -> TLSCredentials {
        let chain = try attempt(certificate.path, "it must hold certificates in PEM form, the server's first") {
            try NIOSSLCertificate.fromPEMBytes(Array(certificate.text.utf8))
        }
        let names = try attempt(certificate.path, "its first certificate cannot be read") {
            try MachineNames(certificate: certificate.text)
        }
        let privateKey = try attempt(key.path, "it must hold a private key in PEM form, without a pass phrase") {
            try NIOSSLPrivateKey(bytes: Array(key.text.utf8), format: .pem)
        }
        return try attempt(key.path, "it is not the key of \(certificate.path)") {
            try TLSCredentials(chain: chain, key: privateKey, authority: nil, names: names)
        }
    }

    private static func read(_ path: String) throws -> String {
        guard let text = SmallFile.read(path) else {
            throw StartError.badCertificate(file: path, reason: "it cannot be read")
        }
        return text
    }

    private func attempt<Result>(_ file: String, _ problem: String, _ body: () throws -> Result) throws -> Result {
        do { return try body() } catch { throw StartError.badCertificate(file: file, reason: problem) }
    }
}
