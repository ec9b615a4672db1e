import FerryServer
import FoundationEssentials
import Testing

@Suite("Files of --tls-cert and --tls-key", .timeLimit(.minutes(5)))
struct CertificateFileTests {
    /// A folder with a certificate, its key, and further files of a test.
    struct Folder {
        let path = TestServer.temporaryFolder()
        /// The certificate in PEM form.
        let certificate: String
        let key: String

        /// Lets a server create a certificate and its key.
        init(now: Date = Date()) async throws {
            let machine = try MovingMachine("10.0.0.1")
            try machine.change(to: "10.0.0.1", now: now)
            try await TestServer.run(state: path, environment: machine.environment) {
                $0.tls = .auto
            } body: { _ in
            }
            let both = try String(contentsOfFile: path + "/server.pem", encoding: .utf8)
            let blocks = both.split(separator: "-----BEGIN ").filter { $0.contains("-----END ") }.map {
                "-----BEGIN " + $0
            }
            certificate = try #require(blocks.first { $0.hasPrefix("-----BEGIN CERTIFICATE") })
            key = try #require(blocks.first { $0.contains("PRIVATE KEY") })
        }

        func write(_ text: String, _ name: String) throws -> String {
            try write(Array(text.utf8), name)
        }

        func write(_ bytes: [UInt8], _ name: String) throws -> String {
            try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
            return "\(path)/\(name)"
        }

        func remove() {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    /// The reason why a server does not start with these two files.
    static func refusal(certificate: String, key: String) async -> String {
        do {
            try await TestServer.run {
                $0.tls = .files(certificate: certificate, key: key)
            } body: { _ in
            }
            return "taken"
        } catch {
            return "\(error)"
        }
    }

    @Test("A file that cannot be used is named with the reason, and with what to do where there is something")
    func reasons() async throws {
        let folder = try await Folder()
        let other = try await Folder()
        defer {
            folder.remove()
            other.remove()
        }
        let certificate = try folder.write(folder.certificate, "good.crt")
        let key = try folder.write(folder.key, "good.key")
        let damaged = folder.certificate.replacing("A", with: "B")
        let encrypted = folder.key.replacing("PRIVATE KEY", with: "ENCRYPTED PRIVATE KEY")
        let cases = [
            (folder.path + "/none.crt", key, "none.crt cannot be used for HTTPS: it cannot be read: No such file"),
            (folder.path, key, "it is a folder"),
            (try folder.write([0x30, 0x82, 0xFF, 0xFE], "der"), key, "not in PEM form"),
            (try folder.write("hello", "text"), key, "it holds no certificate in PEM form"),
            (key, certificate, "are --tls-cert and --tls-key exchanged?"),
            (try folder.write(damaged, "damaged.crt"), key, "damaged"),
            (
                certificate, folder.path + "/none.key",
                "none.key cannot be used for HTTPS: it cannot be read: No such file"
            ),
            (certificate, certificate, "it holds a certificate and no key"),
            (certificate, try folder.write("hello", "text"), "it holds no private key in PEM form"),
            (certificate, try folder.write(encrypted, "encrypted.key"), "pass phrase"),
            (certificate, try folder.write(other.key, "other.key"), "it is not the key of \(certificate)"),
        ]
        for (certificate, key, reason) in cases {
            let said = await Self.refusal(certificate: certificate, key: key)
            #expect(said.contains(reason), "\(said)")
        }
        #expect(await Self.refusal(certificate: certificate, key: key) == "taken")
    }

    @Test(
        "A certificate out of its time is served, and the server says so",
        arguments: [(400.0, "expired"), (-9, "holds from")]
    )
    func time(days: Double, word: String) async throws {
        let folder = try await Folder()
        defer { folder.remove() }
        let machine = try MovingMachine("10.0.0.1")
        try machine.change(to: "10.0.0.1", now: Date() + days * 86_400)
        let certificate = try folder.write(folder.certificate, "server.crt")
        let key = try folder.write(folder.key, "server.key")
        let warnings = try await TestServer.run(environment: machine.environment) {
            $0.tls = .files(certificate: certificate, key: key)
        } body: {
            $0.running.warnings
        }
        #expect(warnings.contains { $0.contains("server.crt") && $0.contains(word) })
    }
}
