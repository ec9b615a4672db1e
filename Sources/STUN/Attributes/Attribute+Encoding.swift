import NIOCore
import NetPrimitives

extension Attribute {
    /// The attribute's type number.
    package var type: AttributeType {
        switch self {
        case .mappedAddress: .mappedAddress
        case .xorMappedAddress: .xorMappedAddress
        case .alternateServer: .alternateServer
        case .username: .username
        case .realm: .realm
        case .nonce: .nonce
        case .software: .software
        case .userhash: .userhash
        case .errorCode: .errorCode
        case .unknownAttributes: .unknownAttributes
        case .passwordAlgorithm: .passwordAlgorithm
        case .passwordAlgorithms: .passwordAlgorithms
        case .messageIntegrity: .messageIntegrity
        case .messageIntegritySHA256: .messageIntegritySHA256
        case .fingerprint: .fingerprint
        case .channelNumber: .channelNumber
        case .lifetime: .lifetime
        case .xorPeerAddress: .xorPeerAddress
        case .data: .data
        case .xorRelayedAddress: .xorRelayedAddress
        case .requestedAddressFamily: .requestedAddressFamily
        case .additionalAddressFamily: .additionalAddressFamily
        case .addressErrorCode: .addressErrorCode
        case .evenPort: .evenPort
        case .requestedTransport: .requestedTransport
        case .dontFragment: .dontFragment
        case .reservationToken: .reservationToken
        case .priority: .priority
        case .useCandidate: .useCandidate
        case .iceControlled: .iceControlled
        case .iceControlling: .iceControlling
        case .other(let type, _): type
        }
    }

    /// Appends the value without padding.
    func writeValue(_ transactionID: TransactionID, to buffer: inout ByteBuffer) {
        switch self {
        case .mappedAddress(let address), .alternateServer(let address):
            address.write(to: &buffer)
        case .xorMappedAddress(let address), .xorPeerAddress(let address), .xorRelayedAddress(let address):
            address.xored(with: transactionID).write(to: &buffer)
        case .username(let bytes), .realm(let bytes), .nonce(let bytes), .software(let bytes), .userhash(let bytes),
            .messageIntegrity(let bytes), .messageIntegritySHA256(let bytes), .data(let bytes), .other(_, let bytes):
            buffer.writeBytes(bytes)
        case .errorCode(let code, let reason):
            code.write(reason, family: nil, to: &buffer)
        case .addressErrorCode(let family, let code, let reason):
            code.write(reason, family: family, to: &buffer)
        case .unknownAttributes(let types):
            for type in types { buffer.writeInteger(type.rawValue) }
        case .passwordAlgorithm(let algorithm):
            algorithm.write(to: &buffer)
        case .passwordAlgorithms(let algorithms):
            for algorithm in algorithms { algorithm.write(to: &buffer) }
        case .fingerprint(let value), .lifetime(let value), .priority(let value):
            buffer.writeInteger(value)
        case .reservationToken(let value), .iceControlled(let value), .iceControlling(let value):
            buffer.writeInteger(value)
        case .channelNumber(let number):
            buffer.writeMultipleIntegers(number, UInt16(0))
        case .requestedAddressFamily(let family), .additionalAddressFamily(let family):
            buffer.writeInteger(UInt32(family.rawValue) << 24)
        case .requestedTransport(let number):
            buffer.writeInteger(UInt32(number) << 24)
        case .evenPort(let reservesNext):
            buffer.writeInteger(reservesNext ? UInt8(0x80) : 0)
        case .dontFragment, .useCandidate:
            break
        }
    }
}

extension TransportAddress {
    fileprivate func write(to buffer: inout ByteBuffer) {
        buffer.writeMultipleIntegers(UInt8(0), address.family.rawValue, port)
        switch address {
        case .v4(let address): buffer.writeInteger(address.bits)
        case .v6(let address): buffer.writeMultipleIntegers(address.high, address.low)
        }
    }
}

extension ErrorCode {
    fileprivate func write(_ reason: [UInt8], family: AddressFamily?, to buffer: inout ByteBuffer) {
        let hundreds = UInt8(rawValue / 100)
        let rest = UInt8(rawValue % 100)
        buffer.writeMultipleIntegers(family?.rawValue ?? 0, UInt8(0), hundreds, rest)
        buffer.writeBytes(reason)
    }
}

extension PasswordAlgorithm {
    fileprivate func write(to buffer: inout ByteBuffer) {
        buffer.writeMultipleIntegers(number, UInt16(parameters.count))
        buffer.writeBytes(parameters)
        buffer.writeRepeatingByte(0, count: (4 - parameters.count % 4) % 4)
    }
}
