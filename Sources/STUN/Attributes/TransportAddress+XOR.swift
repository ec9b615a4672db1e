package import NetPrimitives

extension TransportAddress {
    /// This address in the form of XOR-MAPPED-ADDRESS (RFC 8489 section 14.2). Applied twice, it gives the address
    /// back.
    package func xored(with transactionID: TransactionID) -> TransportAddress {
        let cookie = MessageHeader.magicCookie
        let port = port ^ UInt16(truncatingIfNeeded: cookie >> 16)
        switch address {
        case .v4(let address):
            return TransportAddress(.v4(IPv4Address(bits: address.bits ^ cookie)), port: port)
        case .v6(let address):
            let high = UInt64(cookie) << 32 | UInt64(transactionID.high)
            let xored = IPv6Address(high: address.high ^ high, low: address.low ^ transactionID.low)
            return TransportAddress(.v6(xored), port: port)
        }
    }
}
