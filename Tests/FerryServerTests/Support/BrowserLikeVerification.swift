import FoundationEssentials
import NIOCore
import NIOSSL
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

/// Checks a server's chain as browsers do. BoringSSL's own check, which NIO uses, does not support name constraints on
/// addresses and refuses every chain with them.
enum BrowserLikeVerification {
    /// A handler that accepts a server at `address` whose chain leads to `authority` (DER), at the time `now`.
    static func handler(
        trusting authority: [UInt8],
        at address: String = "127.0.0.1",
        now: Date = Date()
    ) throws -> NIOSSLClientHandler {
        let root = try Certificate(derEncoded: authority)
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .noHostnameVerification
        return try NIOSSLClientHandler(
            context: NIOSSLContext(configuration: configuration),
            serverHostname: nil,
            customVerificationCallback: { chain, promise in
                promise.completeWithTask { try await verify(chain, root: root, at: address, now: now) }
            }
        )
    }

    private static func verify(
        _ chain: [NIOSSLCertificate],
        root: Certificate,
        at address: String,
        now: Date
    ) async throws -> NIOSSLVerificationResult {
        let certificates = try chain.map { try Certificate(derEncoded: $0.toDERBytes()) }
        guard let leaf = certificates.first else { return .failed }
        var verifier = Verifier(rootCertificates: CertificateStore([root])) {
            RFC5280Policy(fixedExpiryValidationTime: now)
            ServerIdentityPolicy(serverHostname: nil, serverIP: address)
        }
        let intermediates = CertificateStore(certificates.dropFirst())
        guard case .validCertificate = await verifier.validate(leaf: leaf, intermediates: intermediates) else {
            return .failed
        }
        return .certificateVerified
    }
}
