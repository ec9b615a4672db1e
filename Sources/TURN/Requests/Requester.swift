import NIOCore
import STUN
import TURNGrants

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

/// The user name of a credential: `EXPIRY:GRANT` (docs/protocol.md).
///
/// The grant determines when a credential ends, by the server's monotonic clock. The expiry in the name is only part of
/// the signed text, so that names differ.
struct CredentialName: Hashable, Sendable {
    /// The expiry, in seconds of Unix time.
    let expiry: UInt64
    /// The grant that it is for.
    let grant: GrantID

    /// Reads a name; nil for any text that the server itself does not write.
    init?(_ text: [UInt8]) {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")),
            let expiry = UInt64(String(decoding: text[..<colon], as: UTF8.self)),
            let grant = GrantID(utf8: text[(colon + 1)...])
        else { return nil }
        self.expiry = expiry
        self.grant = grant
        // Signs and leading zeros are refused: one grant must not have two names.
        guard Array("\(expiry)".utf8) == Array(text[..<colon]) else { return nil }
    }
}
