import NIOCore
import NetPrimitives
import STUN
import Testing

@Suite("Test vectors of RFC 5769")
struct RFC5769Tests {
    private let shortTerm = IntegrityKey(shortTermPassword: "VOkJxbRl1RmTxUk/WvJxBt".utf8)
    private let transactionID = TransactionID(high: 0xb7e7_a701, low: 0xbc34_d686_fa87_dfae)

    @Test("Section 2.1: the request of an ICE agent is read and its integrity and fingerprint hold")
    func request() throws {
        let bytes = Vectors.request
        let message = try Message(reading: bytes)
        #expect(message.type == MessageType(.binding, .request))
        #expect(message.transactionID == transactionID)
        #expect(message.attributes[0] == .software(Array("STUN test client".utf8)))
        #expect(message.attributes[1] == .priority(0x6e00_01ff))
        #expect(message.attributes[2] == .iceControlled(0x932f_f9b1_5126_3b36))
        #expect(message.attributes[3] == .username(Array("evtj:h6vY".utf8)))
        try expectProtected(bytes, by: shortTerm, hasFingerprint: true)
    }

    @Test("Section 2.2: the answer over IPv4")
    func responseIPv4() throws {
        let message = try Message(reading: Vectors.responseIPv4)
        #expect(message.type == MessageType(.binding, .success))
        #expect(message.attributes[0] == .software(Array("test vector".utf8)))
        let address = TransportAddress(.v4(IPv4Address(192, 0, 2, 1)), port: 32853)
        #expect(message.attributes[1] == .xorMappedAddress(address))
        try expectProtected(Vectors.responseIPv4, by: shortTerm, hasFingerprint: true)
    }

    @Test("Section 2.3: the answer over IPv6")
    func responseIPv6() throws {
        let message = try Message(reading: Vectors.responseIPv6)
        let address = try #require(IPAddress("2001:db8:1234:5678:11:2233:4455:6677"))
        #expect(message.attributes[1] == .xorMappedAddress(TransportAddress(address, port: 32853)))
        try expectProtected(Vectors.responseIPv6, by: shortTerm, hasFingerprint: true)
    }

    @Test("Section 2.4: a request with a long-term credential")
    func longTerm() throws {
        let name = "\u{30DE}\u{30C8}\u{30EA}\u{30C3}\u{30AF}\u{30B9}"
        let message = try Message(reading: Vectors.longTerm)
        #expect(message.attributes[0] == .username(Array(name.utf8)))
        #expect(message.attributes[1] == .nonce(Array("f//499k954d6OL34oL9FSTvy64sA".utf8)))
        #expect(message.attributes[2] == .realm(Array("example.org".utf8)))
        // The RFC's password is 'TheMatrIX' with a soft hyphen, which SASLprep removes.
        let key = IntegrityKey(name: name.utf8, realm: "example.org".utf8, password: "TheMatrIX".utf8)
        try expectProtected(Vectors.longTerm, by: key, hasFingerprint: false)
    }

    @Test("What is written is the answer of section 2.2, but for the padding, which there are spaces")
    func writing() throws {
        let message = try Message(reading: Vectors.responseIPv4)
        var buffer = ByteBuffer()
        let writer = Message(message.type, transactionID, Array(message.attributes.prefix(2))).write(to: &buffer)
        writer.appendIntegrity(.sha1, with: shortTerm, to: &buffer)
        writer.appendFingerprint(to: &buffer)
        let written = Array(buffer: buffer)
        #expect(written.count == Vectors.responseIPv4.count)
        // "test vector" has one byte of padding, at offset 35, which integrity and fingerprint cover.
        #expect(Array(written[..<35]) == Array(Vectors.responseIPv4[..<35]))
        #expect(Array(written[36..<52]) == Array(Vectors.responseIPv4[36..<52]))
        try expectProtected(written, by: shortTerm, hasFingerprint: true)
    }

    private func expectProtected(_ bytes: [UInt8], by key: IntegrityKey, hasFingerprint: Bool) throws {
        var cursor = AttributeCursor()
        var isProtected = false
        var fingerprint: Bool?
        while let field = try cursor.next(in: bytes.span.bytes) {
            if field.type == .messageIntegrity {
                isProtected = IntegrityAlgorithm.sha1.verify(field, in: bytes.span.bytes, with: key)
            } else if field.type == .fingerprint {
                fingerprint = Fingerprint.verify(field, in: bytes.span.bytes)
            }
        }
        #expect(isProtected)
        #expect(fingerprint == (hasFingerprint ? true : nil))
    }
}
