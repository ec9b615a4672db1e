import NIOCore
import NetPrimitives
import STUN

extension TURNServer {
    /// Answers a request, or drops it when no response makes sense.
    mutating func answer(
        _ header: MessageHeader,
        _ message: RawSpan,
        from client: Client,
        now: Instant,
        into output: inout Output
    ) {
        guard let request = try? Request(header, in: message) else { return counts.refused.count(.malformed) }
        guard header.type.method != .binding else { return answerBinding(request, from: client, into: &output) }
        guard Self.methods.contains(header.type.method) else { return counts.refused.count(.malformed) }
        let requester: Requester
        do throws(Refusal) {
            requester = try authenticate(request, message, client, now: now)
        } catch {
            return refuse(stranger: client, request, error, now: now, into: &output)
        }
        do throws(Refusal) {
            // Authentication comes first, then unknown attributes (RFC 8489 section 6.3.1).
            if !request.unknown.isEmpty { throw .unknownAttributes }
            if request.isMalformed { throw .badRequest }
            try perform(request, by: requester, now: now, into: &output)
        } catch {
            refuse(requester, request, error, into: &output)
        }
    }

    /// The methods that need credentials.
    private static let methods: Set<MessageType.Method> = [.allocate, .refresh, .createPermission, .channelBind]

    private mutating func perform(
        _ request: Request,
        by requester: Requester,
        now: Instant,
        into output: inout Output
    ) throws(Refusal) {
        if request.header.type.method == .allocate {
            return try allocate(request, by: requester, now: now, into: &output)
        }
        guard let slot = allocations.slot(of: requester.client), let allocation = allocations[slot], allocation.isOpen
        else { throw .allocationMismatch }
        guard allocation.name == requester.name else { throw .wrongCredentials }
        switch request.header.type.method {
        case .refresh: try refresh(request, by: requester, slot, now: now, into: &output)
        case .createPermission: try createPermission(request, by: requester, slot, now: now, into: &output)
        default: try bindChannel(request, by: requester, slot, now: now, into: &output)
        }
    }

    /// Answers a Binding request (RFC 8489 section 12). The response to 20 bytes has 32, or 44 with IPv6.
    private mutating func answerBinding(_ request: Request, from client: Client, into output: inout Output) {
        let isUnderstood = request.unknown.isEmpty
        let type = MessageType(.binding, isUnderstood ? .success : .error)
        output.send(to: client) { buffer in
            let writer = MessageWriter(type, request.header.transactionID, to: &buffer)
            if isUnderstood {
                writer.append(.xorMappedAddress(client.address), to: &buffer)
            } else {
                writer.append(.errorCode(.unknownAttribute, reason: []), to: &buffer)
                writer.append(.unknownAttributes(request.unknown), to: &buffer)
            }
            if request.hasFingerprint { writer.appendFingerprint(to: &buffer) }
        }
        if isUnderstood {
            counts.bindings += 1
        } else {
            counts.refused.count(.unknownAttribute)
        }
    }

    /// Sends a success response to an authenticated client.
    func succeed(
        _ requester: Requester,
        _ request: Request,
        _ attributes: [Attribute] = [],
        into output: inout Output
    ) {
        let header = request.header
        output.send(to: requester.client) { buffer in
            let type = MessageType(header.type.method, .success)
            requester.write(type, header.transactionID, attributes, request.hasFingerprint, to: &buffer)
        }
    }

    /// Sends an error response to an authenticated client.
    private mutating func refuse(
        _ requester: Requester,
        _ request: Request,
        _ refusal: Refusal,
        into output: inout Output
    ) {
        counts.refused.count(refusal.reason)
        var attributes = [Attribute.errorCode(refusal.code)]
        if refusal == .unknownAttributes { attributes.append(.unknownAttributes(request.unknown)) }
        let header = request.header
        output.send(to: requester.client) { buffer in
            let type = MessageType(header.type.method, .error)
            requester.write(type, header.transactionID, attributes, request.hasFingerprint, to: &buffer)
        }
    }

    /// Sends an error response to an unauthenticated client: small, rate-limited, and without keeping state.
    private mutating func refuse(
        stranger client: Client,
        _ request: Request,
        _ refusal: Refusal,
        now: Instant,
        into output: inout Output
    ) {
        counts.refused.count(refusal.reason)
        // Over TCP the address cannot be forged, and the connection is limited elsewhere.
        guard client.transport.isStream || challenges.admits(client.address.address, now: now) else {
            return counts.refused.count(.challengeLimit)
        }
        let header = request.header
        let isChallenge = refusal == .unauthenticated || refusal == .staleNonce
        let nonce = isChallenge ? nonces.nonce(for: client, now: now) : []
        let realm = Array(configuration.realm.utf8)
        output.send(to: client) { buffer in
            let type = MessageType(header.type.method, .error)
            let writer = MessageWriter(type, header.transactionID, to: &buffer)
            // Without a reason phrase: it would be a fifth of the bytes that a forged request of 20 bytes sends to a
            // victim.
            writer.append(.errorCode(refusal.code, reason: []), to: &buffer)
            if isChallenge {
                writer.append(.realm(realm), to: &buffer)
                writer.append(.nonce(nonce), to: &buffer)
            }
            if request.hasFingerprint { writer.appendFingerprint(to: &buffer) }
        }
    }
}
