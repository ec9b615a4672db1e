import Hummingbird
import HummingbirdTLS
import NIOSSL

/// A server with one response. Its memory at rest is Hummingbird's own.
///
/// Arguments: the port of HTTP; with TLS also the port of HTTPS, the certificate chain and the key, PEM files.
@main
enum BareHummingbird {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let port = arguments.first.flatMap({ Int($0) }) else { fatalError("usage: PORT [TLSPORT CERT KEY]") }
        let router = Router()
        router.get("healthz") { _, _ in "ok" }
        var plain = Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)))
        let secured = Array(arguments.dropFirst())
        if secured.count == 3, let securePort = Int(secured[0]) {
            let chain = try NIOSSLCertificate.fromPEMFile(secured[1]).map { NIOSSLCertificateSource.certificate($0) }
            let key = try NIOSSLPrivateKey(file: secured[2], format: .pem)
            let https = Application(
                router: router,
                server: try .tls(
                    .http1(),
                    tlsConfiguration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
                ),
                configuration: .init(address: .hostname("127.0.0.1", port: securePort))
            )
            plain.addServices(https)
        }
        try await plain.runService()
    }
}
