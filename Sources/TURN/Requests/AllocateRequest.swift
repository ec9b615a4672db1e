import NetPrimitives
import STUN

/// The parts of an Allocate request that its response needs. The response is sent when the relay socket is open, and
/// again for every retransmission.
struct AllocateRequest: Hashable, Sendable {
    let transactionID: TransactionID
    let integrity: IntegrityAlgorithm
    let hasFingerprint: Bool
    /// The granted lifetime in seconds.
    let lifetime: UInt32
    let wantsEvenPort: Bool
    /// Whether a second relayed address, for IPv6, was requested (RFC 8656 section 18.11). An allocation has one here,
    /// and the response says so.
    let wantsAdditionalFamily: Bool

    init(_ request: Request, by requester: Requester, lifetime: UInt32) {
        transactionID = request.header.transactionID
        integrity = requester.integrity
        hasFingerprint = request.hasFingerprint
        self.lifetime = lifetime
        wantsEvenPort = request.evenPort != nil
        wantsAdditionalFamily = request.additionalFamily != nil
    }

    /// Writes the success response.
    func writeSuccess(of allocation: Allocation, now: Instant, into output: inout TURNServer.Output) {
        var attributes: [Attribute] = [
            .xorRelayedAddress(allocation.relayed),
            // Less than the granted lifetime in the response to a retransmission.
            .lifetime(UInt32(clamping: (allocation.expiry - now).components.seconds)),
            .xorMappedAddress(allocation.client.address),
        ]
        if wantsAdditionalFamily {
            attributes.append(.addressErrorCode(.v6, .addressFamilyNotSupported, reason: []))
        }
        write(.success, attributes, of: allocation, into: &output)
    }

    /// Writes the error response when there is no port.
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
