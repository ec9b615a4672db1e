import NIOCore
import NetPrimitives
import STUN
import Testing

@Suite("Messages and their attributes")
struct MessageTests {
    static let v4 = TransportAddress(.v4(IPv4Address(192, 0, 2, 1)), port: 65_535)
    static let v6 = TransportAddress(.v6(IPv6Address(high: 0x2001_0db8_1234_5678, low: 1)), port: 1)

    static let attributes: [Attribute] = [
        .mappedAddress(v4), .mappedAddress(v6), .xorMappedAddress(v4), .xorMappedAddress(v6), .alternateServer(v4),
        .xorPeerAddress(v6), .xorRelayedAddress(v4),
        .username(Array("anna".utf8)), .realm(Array("ferry".utf8)), .nonce([1, 2, 3]), .software([]),
        .userhash([UInt8](repeating: 3, count: 32)),
        .errorCode(.unauthenticated), .errorCode(.roleConflict, reason: []),
        .addressErrorCode(.v6, .insufficientCapacity, reason: [65]),
        .unknownAttributes([.dontFragment, .priority]), .unknownAttributes([]),
        .passwordAlgorithm(.sha256), .passwordAlgorithms([.md5, .sha256]),
        .passwordAlgorithms([PasswordAlgorithm(number: 7, parameters: [1, 2, 3]), .md5]),
        .channelNumber(0x4123), .lifetime(600), .data([]), .data([1, 2, 3, 4, 5]),
        .requestedAddressFamily(.v4), .additionalAddressFamily(.v6), .evenPort(reservesNext: true),
        .evenPort(reservesNext: false), .requestedTransport(17), .dontFragment,
        .reservationToken(0x0102_0304_0506_0708),
        .priority(0x6E00_01FF), .useCandidate, .iceControlled(7), .iceControlling(.max),
        .other(AttributeType(rawValue: 0xFFFF), [9]),
    ]

    @Test("What is written is read, alone and among others", arguments: attributes)
    func roundTrip(attribute: Attribute) throws {
        let id = TransactionID(high: 0xDEAD_BEEF, low: 0x0123_4567_89AB_CDEF)
        for attributes in [[attribute], Self.attributes + [attribute]] {
            let message = Message(MessageType(.allocate, .success), id, attributes)
            #expect(try Message(reading: message.bytes) == message)
            #expect(message.bytes.count % 4 == 0)
        }
    }

    @Test("Methods and classes share the first two bytes as the RFC draws them")
    func types() {
        #expect(MessageType(.binding, .request).rawValue == 0x0001)
        #expect(MessageType(.binding, .success).rawValue == 0x0101)
        #expect(MessageType(.binding, .error).rawValue == 0x0111)
        #expect(MessageType(.binding, .indication).rawValue == 0x0011)
        #expect(MessageType(.send, .indication).rawValue == 0x0016)
        #expect(MessageType(.data, .indication).rawValue == 0x0017)
        #expect(MessageType(.channelBind, .error).rawValue == 0x0119)
        for raw in 0..<UInt16(0x4000) {
            #expect(MessageType(rawValue: raw).rawValue == raw)
        }
    }

    @Test("A message is written behind what is already in the buffer")
    func appended() throws {
        var buffer = ByteBuffer(string: "before")
        buffer.moveReaderIndex(forwardBy: 2)
        let writer = Message(MessageType(.binding, .success), TransactionID(high: 1, low: 2)).write(to: &buffer)
        writer.append(.xorMappedAddress(Self.v4), to: &buffer)
        writer.appendIntegrity(.sha256, with: IntegrityKey(shortTermPassword: [1]), to: &buffer)
        writer.appendFingerprint(to: &buffer)
        let bytes = Array(Array(buffer: buffer).dropFirst(4))
        let message = try Message(reading: bytes)
        #expect(message.attributes.map(\.type) == [.xorMappedAddress, .messageIntegritySHA256, .fingerprint])
        var cursor = AttributeCursor()
        while let field = try cursor.next(in: bytes.span.bytes) {
            if field.type == .messageIntegritySHA256 {
                let key = IntegrityKey(shortTermPassword: [1])
                let holds = IntegrityAlgorithm.sha256.verify(field, in: bytes.span.bytes, with: key)
                #expect(holds)
            } else if field.type == .fingerprint {
                let holds = Fingerprint.verify(field, in: bytes.span.bytes)
                #expect(holds)
            }
        }
    }

    @Test("What stands behind the integrity is not believed")
    func behindIntegrity() throws {
        var buffer = ByteBuffer()
        let writer = Message(MessageType(.refresh, .request), TransactionID(high: 1, low: 2)).write(to: &buffer)
        let key = IntegrityKey(shortTermPassword: [1])
        writer.append(.lifetime(1), to: &buffer)
        writer.appendIntegrity(.sha1, with: key, to: &buffer)
        writer.append(.lifetime(2), to: &buffer)
        writer.appendIntegrity(.sha256, with: key, to: &buffer)
        writer.append(.lifetime(3), to: &buffer)
        writer.appendIntegrity(.sha1, with: key, to: &buffer)
        writer.appendFingerprint(to: &buffer)
        writer.append(.lifetime(4), to: &buffer)
        let message = try Message(reading: Array(buffer: buffer))
        let expected: [AttributeType] = [.lifetime, .messageIntegrity, .messageIntegritySHA256, .fingerprint]
        #expect(message.attributes.map(\.type) == expected)
        #expect(message.attributes.first == .lifetime(1))
    }

    @Test("A code of SHA-256 may be cut to a multiple of four bytes, not below 16; one of SHA-1 may not")
    func truncatedIntegrity() throws {
        let key = IntegrityKey(shortTermPassword: Array("key".utf8))
        // HMACs by another implementation, over the header of a Binding request whose length counts the attribute.
        let cut: [(IntegrityAlgorithm, [UInt8], Bool)] = [
            (.sha256, Vectors.sha256CutTo16, true),
            (.sha256, Vectors.sha256CutTo12, false),
            (.sha1, Vectors.sha1CutTo16, false),
            (.sha1, Vectors.sha1Whole, true),
        ]
        for (algorithm, bytes, isValid) in cut {
            var cursor = AttributeCursor()
            let next = try cursor.next(in: bytes.span.bytes)
            let field = try #require(next)
            let holds = algorithm.verify(field, in: bytes.span.bytes, with: key)
            #expect(holds == isValid)
        }
    }
}
