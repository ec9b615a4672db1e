import NIOCore
import NetPrimitives
import STUN
import Testing

@Suite("Broken messages")
struct MalformedTests {
    /// A message with every attribute, and the vectors.
    private static let messages: [[UInt8]] =
        [Message(MessageType(.allocate, .request), TransactionID(high: 1, low: 2), MessageTests.attributes).bytes]
        + [Vectors.request, Vectors.responseIPv4, Vectors.responseIPv6, Vectors.longTerm]

    @Test("Cut short anywhere, a message is none", arguments: messages)
    func truncated(message: [UInt8]) {
        for length in message.indices {
            let bytes = Array(message.prefix(length))
            #expect(throws: STUNError.self) { try Message(reading: bytes) }
        }
    }

    @Test("With any byte changed, reading ends and what was read can be written", arguments: messages)
    func flipped(message: [UInt8]) throws {
        for index in message.indices {
            for change in [0x01, 0x02, 0x80, 0xFF] as [UInt8] {
                var bytes = message
                bytes[index] ^= change
                guard let read = try? Message(reading: bytes) else { continue }
                let again = try Message(reading: read.bytes)
                #expect(again == read)
            }
        }
    }

    @Test("A header tells what is not STUN")
    func headers() {
        let good = Vectors.request
        var noCookie = good
        noCookie[4] = 0
        var channel = good
        channel[0] = 0x40
        var odd = good
        odd[3] += 1
        var longer = good
        longer.append(contentsOf: [0, 0, 0, 0])
        #expect(throws: STUNError.notSTUN) { try Message(reading: noCookie) }
        #expect(throws: STUNError.notSTUN) { try Message(reading: channel) }
        #expect(throws: STUNError.badLength) { try Message(reading: odd) }
        #expect(throws: STUNError.badLength) { try Message(reading: longer) }
        #expect(throws: STUNError.truncated) { try Message(reading: [0, 1]) }
    }

    @Test(
        "A value of the wrong form is told by its type",
        arguments: [
            (.xorMappedAddress, [0, 1, 0, 0, 1, 2, 3]), (.xorMappedAddress, [0, 3, 0, 0, 1, 2, 3, 4]),
            (.xorPeerAddress, [0, 2, 0, 0, 1, 2, 3, 4]), (.mappedAddress, []), (.lifetime, [1]),
            (.errorCode, [0, 0, 4]),
            (.errorCode, [0, 0, 2, 0]), (.errorCode, [0, 0, 4, 100]), (.unknownAttributes, [1]), (.userhash, [1]),
            (.messageIntegrity, [1]), (.messageIntegritySHA256, [1]), (.dontFragment, [1]), (.evenPort, []),
            (.channelNumber, [0x40]), (.requestedTransport, [17]), (.requestedAddressFamily, [3, 0, 0, 0]),
            (.passwordAlgorithms, [0, 1, 0, 9]), (.passwordAlgorithm, []), (.reservationToken, [1]), (.priority, []),
            (.fingerprint, [1, 2]),
        ] as [(AttributeType, [UInt8])]
    )
    func values(type: AttributeType, value: [UInt8]) {
        let bytes = Message(MessageType(.binding, .request), TransactionID(high: 1, low: 2), [.other(type, value)])
            .bytes
        #expect(throws: STUNError.badValue(type)) { try Message(reading: bytes) }
    }
}
