import Crypto
import FoundationEssentials
import NIOCore
import NIOSSL
import SwiftASN1
import Testing
import WebSocketFraming
import WebSocketServer
import X509

@Suite("Beneath TLS", .serialized, .timeLimit(.minutes(5)))
struct TLSTests {
    private let serverConfiguration: TLSConfiguration
    private let clientContext: NIOSSLContext

    init() throws {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("ferry.test") }
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: Certificate.PublicKey(key.publicKey),
            notValidBefore: Date.now - 60,
            notValidAfter: Date.now + 3600,
            issuer: name,
            subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {},
            issuerPrivateKey: Certificate.PrivateKey(key)
        )
        let pem = try certificate.serializeAsPEM().pemString
        serverConfiguration = .makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: Array(pem.utf8), format: .pem))],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.pemRepresentation.utf8), format: .pem))
        )
        var client = TLSConfiguration.makeClientConfiguration()
        client.certificateVerification = .none
        clientContext = try NIOSSLContext(configuration: client)
    }

    @Test("pages, then a session on the same connection, and a close that both sides hear")
    func session() async throws {
        let events = Events<SessionEvent>()
        try await TestServer.run(tls: serverConfiguration, admit: admitEcho(events)) { server in
            let client = try await TestClient.connect(to: server, tls: clientContext)
            try await client.send("GET / HTTP/1.1\r\nHost: ferry.test\r\n\r\n")
            #expect(try await client.readResponse().body == "page /, upgrade none")
            try await client.send(TestClient.handshake(path: "/signal"))
            _ = try await client.readHead()
            #expect(try await client.readFrame().payload == ByteBuffer(string: "welcome"))
            try await client.send(.text, "hello")
            #expect(try await client.readFrame().payload == ByteBuffer(string: "hello"))
            try await client.sendClose(CloseStatus(.normal))
            #expect(try await client.readClose() == CloseStatus(.normal))
            await client.readToEnd()
        }
    }

    @Test("a refusal is read to its end")
    func refusal() async throws {
        try await TestServer.run(tls: serverConfiguration, admit: { _ in .refuse(.forbidden("No.")) }) { server in
            let client = try await TestClient.connect(to: server, tls: clientContext)
            try await client.send(TestClient.handshake(path: "/signal"))
            #expect(try await client.readResponse().head.hasPrefix("HTTP/1.1 403 "))
            await client.readToEnd()
        }
    }

    @Test("a connection that never begins TLS is closed")
    func silence() async throws {
        let configuration = WebSocketServerConfiguration.forTests(headTimeout: .milliseconds(50))
        try await TestServer.run(
            configuration: configuration,
            tls: serverConfiguration,
            admit: { _ in .refuse(.forbidden("No.")) }
        ) { server in
            await (try await TestClient.connect(to: server)).readToEnd()
        }
    }

    @Test("the relay carries messages and tells of a lost partner")
    func relay() async throws {
        let pairing = Pairing()
        try await TestServer.run(tls: serverConfiguration, admit: pairing.admit) { server in
            let first = try await TestClient.webSocket(to: server, path: "/relay", tls: clientContext)
            let second = try await TestClient.webSocket(to: server, path: "/relay", tls: clientContext)
            RelayLeg.join(try await pairing.legs.next(), try await pairing.legs.next(), observer: pairing)
            for client in [first, second] { #expect(try await client.readFrame().payload.readableBytes == 0) }
            let messages = (1...5).map { ByteBuffer(repeating: $0, count: 1_000_000) }
            for message in messages { try await first.send(.binary, message) }
            var received: [ByteBuffer] = []
            try await second.readMessages(bytes: 5_000_000) { received.append($0) }
            #expect(received == messages)
            try await first.close()
            #expect(try await second.readClose() == CloseStatus(.partnerLost))
            try await second.close()
        }
    }
}
