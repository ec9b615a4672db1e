import NetPrimitives
import STUN

extension TURNServer {
    /// Authenticates a request (RFC 8489 section 9.2.4). Changes no state.
    func authenticate(
        _ request: Request,
        _ message: RawSpan,
        _ client: Client,
        now: Instant
    ) throws(Refusal) -> Requester {
        guard let integrity = request.integrity else { throw .unauthenticated }
        guard let username = request.username, request.realm != nil, let nonce = request.nonce else {
            throw .badRequest
        }
        guard nonces.isValid(nonce, for: client, now: now) else { throw .staleNonce }
        guard let name = CredentialName(username) else { throw .unauthenticated }
        let key = key(of: name, username, client)
        guard integrity.algorithm.verify(integrity.field, in: message, with: key) else { throw .unauthenticated }
        return Requester(client: client, name: name, key: key, integrity: integrity.algorithm)
    }

    /// The key of a user name, which an existing allocation caches.
    private func key(of name: CredentialName, _ username: [UInt8], _ client: Client) -> IntegrityKey {
        if let slot = allocations.slot(of: client), let allocation = allocations[slot], allocation.name == name {
            return allocation.key
        }
        let credential = TimeLimitedCredential(
            name: String(decoding: username, as: UTF8.self),
            secret: configuration.secret
        )
        return IntegrityKey(credential, realm: configuration.realm)
    }
}
