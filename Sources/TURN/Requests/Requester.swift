import NIOCore
import STUN

/// A client that has shown its credentials in the request at hand.
struct Requester {
    let client: TURNServer.Client
    let name: CredentialName
    let key: IntegrityKey
    /// What protected the request protects the answer.
    let integrity: IntegrityAlgorithm

    /// Appends an answer.
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
