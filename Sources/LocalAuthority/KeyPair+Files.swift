import Crypto
import StateDirectory
import SwiftASN1
import X509

/// Storage of a pair in one file, `name.pem`: with two files, a crash between the writes would leave halves of two
/// pairs. Older versions had two, `name.crt` and `name.key`; those are converted.
extension KeyPair {
    /// Reads the pair `name`; nil when there is none, or when two old files do not match.
    ///
    /// - Throws: `StateError` for a pair that cannot be used, `SystemError` when reading fails.
    static func read(_ name: String, from state: StateDirectory) throws -> KeyPair? {
        guard let text = try state.read(name + ".pem", access: .owner) else {
            guard let old = try readTwoFiles(name, from: state) else { return nil }
            // In a folder that cannot be written to, the two files remain in use.
            try? old.write(name, to: state)
            return old
        }
        removeTwoFiles(name, from: state)
        let file = "\(state.path)/\(name).pem"
        let documents = (try? PEMDocument.parseMultiple(pemString: String(decoding: text, as: UTF8.self))) ?? []
        guard let certificate = documents.lazy.compactMap({ try? Certificate(pemDocument: $0) }).first else {
            throw StateError.damaged(file, reason: "no certificate in it")
        }
        guard
            let key = documents.lazy.compactMap({ try? P256.Signing.PrivateKey(derRepresentation: $0.derBytes) }).first
        else { throw StateError.damaged(file, reason: "no P-256 key in it") }
        guard let pair = KeyPair(certificate, key) else {
            throw StateError.damaged(file, reason: "its key is not that of its certificate")
        }
        return pair
    }

    /// Replaces the pair `name` by this one. The file contains the key, so only its owner may read it.
    func write(_ name: String, to state: StateDirectory) throws {
        let text = try certificate.serializeAsPEM().pemString + "\n" + key.pemRepresentation + "\n"
        try state.write(Array(text.utf8), to: name + ".pem", access: .owner)
        Self.removeTwoFiles(name, from: state)
    }

    /// The pair of `certificate` and `key`, nil when they do not match.
    private init?(_ certificate: Certificate, _ key: P256.Signing.PrivateKey) {
        guard certificate.publicKey == Certificate.PublicKey(key.publicKey) else { return nil }
        self.init(certificate: certificate, key: key)
    }

    // MARK: Two files, as in older versions

    private static func readTwoFiles(_ name: String, from state: StateDirectory) throws -> KeyPair? {
        guard
            let certificateText = try state.read(name + ".crt", access: .everyone),
            let keyText = try state.read(name + ".key", access: .owner)
        else { return nil }
        let file = "\(state.path)/\(name)"
        guard let certificate = try? Certificate(pemEncoded: String(decoding: certificateText, as: UTF8.self)) else {
            throw StateError.damaged(file + ".crt", reason: "no certificate in it")
        }
        guard let key = try? P256.Signing.PrivateKey(pemRepresentation: String(decoding: keyText, as: UTF8.self)) else {
            throw StateError.damaged(file + ".key", reason: "no P-256 key in it")
        }
        // Nil for halves of two pairs: the certificate's own key is lost, so a new pair loses nothing more.
        return KeyPair(certificate, key)
    }

    private static func removeTwoFiles(_ name: String, from state: StateDirectory) {
        for file in [name + ".crt", name + ".key"] { state.remove(file) }
    }
}
