import NIOCore
import NetPrimitives
import STUN

/// A Data indication, which carries data from a peer without a channel (RFC 8656 section 11.3).
enum DataIndication {
    /// Appends the indication with `payload` from `peer`.
    ///
    /// Written in one go, since a client that binds no channels gets all its data this way.
    static func write(
        _ payload: RawSpan,
        from peer: TransportAddress,
        _ transactionID: TransactionID,
        to buffer: inout ByteBuffer
    ) {
        let padding = (4 - payload.byteCount % 4) % 4
        let addressSize = peer.address.family == .v4 ? 8 : 20
        let length = 4 + addressSize + 4 + payload.byteCount + padding
        buffer.writeMultipleIntegers(
            MessageType(.data, .indication).rawValue,
            UInt16(length),
            MessageHeader.magicCookie,
            transactionID.high,
            transactionID.low,
            AttributeType.xorPeerAddress.rawValue,
            UInt16(addressSize)
        )
        let xored = peer.xored(with: transactionID)
        switch xored.address {
        case .v4(let address):
            buffer.writeMultipleIntegers(UInt16(AddressFamily.v4.rawValue), xored.port, address.bits)
        case .v6(let address):
            buffer.writeMultipleIntegers(UInt16(AddressFamily.v6.rawValue), xored.port, address.high, address.low)
        }
        buffer.writeMultipleIntegers(AttributeType.data.rawValue, UInt16(payload.byteCount))
        payload.withUnsafeBytes { _ = buffer.writeBytes($0) }
        buffer.writeRepeatingByte(0, count: padding)
    }
}
