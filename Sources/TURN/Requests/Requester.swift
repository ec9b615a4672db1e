import NIOCore
import STUN

/// An authenticated client, in the present request.
struct Requester {
    let client: TURNServer.Client
    let name: CredentialName
    let key: IntegrityKey
    /// The integrity algorithm of the request, which protects the response too.
    let integrity: IntegrityAlgorithm

    /// Appends a response.
    func write(
        _ type: MessageType,
        _ transactionID: TransactionID,
        _ attributes: [Attribute],
        _ hasFingerprint: Bool,
        to buffer: inout ByteBuffer
    ) {
        let writer = MessageWriter(type, transactionID, to: &buffer)
        for attribute in attributes {
            writer.append(attribute, to: &buffer)
        }
        writer.appendIntegrity(integrity, with: key, to: &buffer)
        if hasFingerprint { writer.appendFingerprint(to: &buffer) }
    }
}
