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

/// The name of a credential: `EXPIRY:GRANT` (docs/protocol.md).
///
/// When a credential ends is what the grant says: it is the server's own word, on the server's own clock. The number in
/// the name is only signed, so that names differ.
struct CredentialName: Hashable, Sendable {
    /// Unix seconds.
    let expiry: UInt64
    /// Who it is for.
    let grant: GrantID

    /// Reads a name; nil for anything but what the server itself writes.
    init?(_ text: [UInt8]) {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")),
            let expiry = UInt64(String(decoding: text[..<colon], as: UTF8.self)),
            let grant = GrantID(utf8: text[(colon + 1)...])
        else { return nil }
        self.expiry = expiry
        self.grant = grant
        // No sign, no leading zeros: one grant must not have two names.
        guard Array("\(expiry)".utf8) == Array(text[..<colon]) else { return nil }
    }
}
