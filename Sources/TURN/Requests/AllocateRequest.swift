import NetPrimitives
import STUN

/// What an answer to an Allocate request needs of the request. The answer comes when the relay socket is open, and again
/// for every retransmission.
struct AllocateRequest: Hashable, Sendable {
    let transactionID: TransactionID
    let integrity: IntegrityAlgorithm
    let hasFingerprint: Bool
    /// Seconds that were granted.
    let lifetime: UInt32
    let wantsEvenPort: Bool
    /// A second relayed address, for IPv6, was asked for (RFC 8656 section 18.11). An allocation has one here; the
    /// answer says so.
    let wantsAdditionalFamily: Bool

    init(_ request: Request, by requester: Requester, lifetime: UInt32) {
        transactionID = request.header.transactionID
        integrity = requester.integrity
        hasFingerprint = request.hasFingerprint
        self.lifetime = lifetime
        wantsEvenPort = request.evenPort != nil
        wantsAdditionalFamily = request.additionalFamily != nil
    }

    /// Answers that the allocation is there.
    func writeSuccess(of allocation: Allocation, now: Instant, into output: inout TURNServer.Output) {
        var attributes: [Attribute] = [
            .xorRelayedAddress(allocation.relayed),
            // Less than was granted when this is the answer to a retransmission.
            .lifetime(UInt32(clamping: (allocation.expiry - now).components.seconds)),
            .xorMappedAddress(allocation.client.address),
        ]
        if wantsAdditionalFamily {
            attributes.append(.addressErrorCode(.v6, .addressFamilyNotSupported, reason: []))
        }
        write(.success, attributes, of: allocation, into: &output)
    }

    /// Answers that there is no port.
    func writeRefusal(of allocation: Allocation, into output: inout TURNServer.Output) {
        write(.error, [.errorCode(.insufficientCapacity)], of: allocation, into: &output)
    }

    private func write(
        _ class: MessageType.Class,
        _ attributes: [Attribute],
        of allocation: Allocation,
        into output: inout TURNServer.Output
    ) {
        let requester = Requester(
            client: allocation.client,
            name: allocation.name,
            key: allocation.key,
            integrity: integrity
        )
        output.send(to: allocation.client) { buffer in
            let type = MessageType(.allocate, `class`)
            requester.write(type, transactionID, attributes, hasFingerprint, to: &buffer)
        }
    }
}
