import Crypto
import STUN
import Testing

@Suite("Credentials")
struct CredentialTests {
    @Test("A time-limited password is base64 of HMAC-SHA-1 over the name")
    func timeLimited() {
        let secret = SymmetricKey(data: Array("north".utf8))
        let credential = TimeLimitedCredential(expiry: 1_433_895_918, grant: "AAAAAAAAAAAAAAAAAAAAAA", secret: secret)
        #expect(credential.name == "1433895918:AAAAAAAAAAAAAAAAAAAAAA")
        #expect(credential.password == "YkB6o9M466hMlsEePtDRsKNTTX8=")
    }

    @Test("A long-term key is MD5 of name, realm and password")
    func longTerm() {
        let key = IntegrityKey(name: "user".utf8, realm: "realm".utf8, password: "pass".utf8)
        // The example of RFC 8489 section 9.2.2, as the key of a short-term credential.
        let digest: [UInt8] = [
            0x84, 0x93, 0xFB, 0xC5, 0x3B, 0xA5, 0x82, 0xFB, 0x4C, 0x04, 0x4C, 0x45, 0x6B, 0xDC, 0x40, 0xEB,
        ]
        #expect(key == IntegrityKey(shortTermPassword: digest))
    }
}
