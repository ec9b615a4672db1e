import Crypto
import StateDirectory
import SwiftASN1
import X509

extension KeyPair {
    /// Reads `name.crt` and `name.key`; nil when either is missing.
    ///
    /// - Throws: `StateError` when they cannot be used, `SystemError` when they cannot be read.
    static func read(_ name: String, from state: StateDirectory) throws -> KeyPair? {
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
        guard certificate.publicKey == Certificate.PublicKey(key.publicKey) else {
            throw StateError.damaged(file + ".key", reason: "not the key of \(name).crt")
        }
        return KeyPair(certificate: certificate, key: key)
    }

    /// Writes `name.key`, for the owner's eyes, and `name.crt`.
    func write(_ name: String, to state: StateDirectory) throws {
        try state.write(Array(key.pemRepresentation.utf8), to: name + ".key", access: .owner)
        try state.write(Array(certificate.serializeAsPEM().pemString.utf8), to: name + ".crt", access: .everyone)
    }
}
