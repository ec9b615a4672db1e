import NetPrimitives
import Testing

@Suite("Base64 for URLs")
struct Base64URLTests {
    @Test("It is that of RFC 4648 section 10, without padding")
    func vectors() {
        let vectors = [
            "": "", "f": "Zg", "fo": "Zm8", "foo": "Zm9v", "foob": "Zm9vYg", "fooba": "Zm9vYmE", "foobar": "Zm9vYmFy",
        ]
        for (text, encoded) in vectors {
            #expect(Base64URL.encode(text.utf8) == encoded)
            #expect(Base64URL.decode(encoded.utf8) == Array(text.utf8))
        }
    }

    @Test("Octets come back from their text, which has characters of the URL-safe alphabet only")
    func roundTrip() {
        for count in 0..<40 {
            let octets = (0..<UInt8(count)).map { $0 &* 37 }
            let text = Base64URL.encode(octets)
            #expect(text.utf8.allSatisfy(Base64URL.contains))
            #expect(Base64URL.decode(text.utf8) == octets)
        }
        #expect(Base64URL.encode([0xFB, 0xEF, 0xFF]) == "--__")
    }

    @Test("A text that nobody writes is refused: padding, the other alphabet, spaces, lengths, bits left over")
    func refused() {
        for text in [
            "A", "AA=", "AA==", "AAA=", "A A", " AA", "AA\n", "AAAAA", "+/", "++++", "////", "=", "====", "\u{e9}",
            "AB",
            "AAB", "AA\0",
        ] {
            #expect(Base64URL.decode(text.utf8) == nil, "\(text)")
        }
    }

    @Test("A text is read from any collection of bytes, whatever is in them")
    func anyBytes() {
        for byte in UInt8.min...UInt8.max {
            for length in 1...5 {
                let text = [UInt8](repeating: byte, count: length)
                guard let octets = Base64URL.decode(text) else { continue }
                #expect(Array(Base64URL.encode(octets).utf8) == text)
            }
        }
    }
}
