import Rendezvous
import StateDirectory

extension IdentityKey {
    private static let file = "identity.key"

    /// The key stored in `state`, created at the first start. With the same key, devices keep their identity over
    /// restarts.
    ///
    /// - Throws: `StateError` and `SystemError` for the file.
    static func open(in state: StateDirectory) throws -> IdentityKey {
        if let bytes = try state.read(file, access: .owner) {
            guard let key = IdentityKey(bytes: bytes) else {
                throw StateError.damaged("\(state.path)/\(file)", reason: "not \(byteCount) bytes long")
            }
            return key
        }
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        guard let key = IdentityKey(bytes: bytes) else { preconditionFailure("a key has \(byteCount) bytes") }
        try state.write(bytes, to: file, access: .owner)
        return key
    }
}
