import Crypto
import NetPrimitives

/// Makes nonces and knows its own again without remembering them (RFC 8489 section 9.2).
///
/// A nonce is the second it was made in and a code over that and the client's address: 16 characters, since it is most
/// of what a stranger gets for a question of 20 bytes.
struct Nonces: Sendable {
    /// Characters of a nonce.
    static let length = 16

    private let key: SymmetricKey
    /// In seconds.
    private let lifetime: Int64

    /// Nonces under `key` that live for `lifetime`.
    init(key: SymmetricKey, lifetime: Duration) {
        self.key = key
        self.lifetime = lifetime.components.seconds
    }

    /// The nonce of `client` at this time.
    func nonce(for client: TURNServer.Client, now: Instant) -> [UInt8] {
        Array(Base64URL.encode(bytes(at: second(of: now), for: client)).utf8)
    }

    /// Whether `nonce` was made for `client` and is not too old.
    func isValid(_ nonce: [UInt8], for client: TURNServer.Client, now: Instant) -> Bool {
        guard nonce.count == Self.length, let claimed = Base64URL.decode(nonce) else { return false }
        let made = claimed.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        // Counting wraps after 136 years.
        let age = Int64(second(of: now) &- made)
        guard age <= lifetime else { return false }
        let expected = bytes(at: made, for: client)
        return zip(claimed, expected).reduce(0) { $0 | $1.0 ^ $1.1 } == 0
    }

    private func second(of now: Instant) -> UInt32 {
        UInt32(truncatingIfNeeded: now.nanoseconds / 1_000_000_000)
    }

    private func bytes(at second: UInt32, for client: TURNServer.Client) -> [UInt8] {
        let time = withUnsafeBytes(of: second.bigEndian) { Array($0) }
        var hmac = HMAC<SHA256>(key: key)
        hmac.update(data: time)
        hmac.update(data: [client.transport.rawValue])
        hmac.update(data: Array(client.address.description.utf8))
        return time + Array(hmac.finalize()).prefix(8)
    }
}
