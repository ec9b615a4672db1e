import Crypto
import NetPrimitives

/// Makes and verifies nonces without storing them (RFC 8489 section 9.2).
///
/// A nonce is the time of its creation in seconds, and an HMAC over that and the client's address: 16 characters, since
/// it is the largest part of the response to an unauthenticated request of 20 bytes.
struct Nonces: Sendable {
    /// The length of a nonce in characters.
    static let length = 16

    private let key: SymmetricKey
    /// The lifetime in seconds.
    private let lifetime: Int64

    /// Nonces under `key` with this lifetime.
    init(key: SymmetricKey, lifetime: Duration) {
        self.key = key
        self.lifetime = lifetime.components.seconds
    }

    /// The nonce of `client` at this time.
    func nonce(for client: TURNServer.Client, now: Instant) -> [UInt8] {
        Array(Base64URL.encode(bytes(at: second(of: now), for: client)).utf8)
    }

    /// Whether `nonce` was made for `client` and has not expired.
    func isValid(_ nonce: [UInt8], for client: TURNServer.Client, now: Instant) -> Bool {
        guard nonce.count == Self.length, let claimed = Base64URL.decode(nonce) else { return false }
        let made = claimed.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        // The counter wraps after 136 years.
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
