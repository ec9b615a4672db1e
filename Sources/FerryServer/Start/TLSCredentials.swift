import FoundationEssentials
import LocalAuthority
import NIOCore
import NIOSSL
import NetPrimitives

/// The certificate of HTTPS at one time, with its TLS contexts.
struct TLSCredentials: Sendable {
    /// The context for pages.
    let pages: NIOSSLContext
    /// The context for TURN.
    let turn: NIOSSLContext
    /// Our own authority, with `--tls auto`.
    let authority: LocalAuthority?
    /// The names and addresses that the certificate covers.
    let names: MachineNames
    /// The same names and addresses as hosts.
    let certified: Set<HostAndPort.Host>

    /// Credentials signed by our own authority.
    init(_ authority: LocalAuthority) throws {
        try self.init(
            chain: NIOSSLCertificate.fromPEMBytes(Array(authority.serverCertificate.utf8)),
            key: NIOSSLPrivateKey(bytes: Array(authority.serverKey.utf8), format: .pem),
            authority: authority,
            names: MachineNames(certificate: authority.serverCertificate)
        )
    }

    /// Credentials of these parts.
    ///
    /// - Throws: An error of NIOSSL when the key does not match the first certificate.
    init(chain: [NIOSSLCertificate], key: NIOSSLPrivateKey, authority: LocalAuthority?, names: MachineNames) throws {
        let configuration = Self.configuration(chain, key)
        pages = try NIOSSLContext(configuration: configuration)
        var turnConfiguration = configuration
        // The protocol of RFC 7443. A client that negotiates none is served as well.
        turnConfiguration.applicationProtocols = ["stun.turn"]
        turn = try NIOSSLContext(configuration: turnConfiguration)
        self.authority = authority
        self.names = names
        let addresses = names.addresses.compactMap(IPAddress.init(octets:)).map(HostAndPort.Host.address)
        certified = Set(names.dnsNames.compactMap { HostAndPort($0)?.host } + addresses)
    }

    /// The hosts under which browsers accept the certificate: those of `addresses`, and names.
    func hosts(of addresses: [IPAddress]) -> [HostAndPort.Host] {
        let covered = addresses.filter { names.addresses.contains($0.octets) }.map(HostAndPort.Host.address)
        // Names of the local authority resolve in this network at most; addresses always work.
        guard authority == nil else { return covered }
        return names.dnsNames.compactMap { HostAndPort($0)?.host } + covered
    }

    private static func configuration(_ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        // The TLS handler would wait this long for the other end's `close_notify` and keep its memory until then,
        // uncounted, even when the connection is gone. Where a response must be read before the end, we close our side
        // first and wait for the other end ourselves.
        configuration.shutdownTimeout = .zero
        return configuration
    }
}
