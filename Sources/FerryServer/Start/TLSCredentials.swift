import FoundationEssentials
import LocalAuthority
import NIOCore
import NIOSSL
import NetPrimitives

/// The certificate of HTTPS at one time, and the contexts that serve it.
struct TLSCredentials: Sendable {
    /// For the TLS handler of pages.
    let pages: NIOSSLContext
    /// For the TLS handler of TURN.
    let turn: NIOSSLContext
    /// With `--tls auto`.
    let authority: LocalAuthority?
    /// What the certificate is good for.
    let names: MachineNames
    /// The same as hosts.
    let certified: Set<HostAndPort.Host>

    /// Credentials by an authority of our own.
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
    /// - Throws: An error of NIOSSL when the key is not that of the first certificate.
    init(chain: [NIOSSLCertificate], key: NIOSSLPrivateKey, authority: LocalAuthority?, names: MachineNames) throws {
        let configuration = Self.configuration(chain, key)
        pages = try NIOSSLContext(configuration: configuration)
        var turnConfiguration = configuration
        // RFC 7443. A client that speaks of no protocol is served as well.
        turnConfiguration.applicationProtocols = ["stun.turn"]
        turn = try NIOSSLContext(configuration: turnConfiguration)
        self.authority = authority
        self.names = names
        let addresses = names.addresses.compactMap(IPAddress.init(octets:)).map(HostAndPort.Host.address)
        certified = Set(names.dnsNames.compactMap { HostAndPort($0)?.host } + addresses)
    }

    /// The hosts of `addresses`, and further names, under which browsers accept the certificate.
    func hosts(of addresses: [IPAddress]) -> [HostAndPort.Host] {
        let covered = addresses.filter { names.addresses.contains($0.octets) }.map(HostAndPort.Host.address)
        // The local authority's names are known to this network's resolver at best; addresses always work.
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
        // The TLS handler would wait this long for the other end's `close_notify`, and keep all it has for that time even
        // when the connection itself is gone, uncounted. Where an answer has to be read before the end, we end our side
        // first and wait for the other end ourselves.
        configuration.shutdownTimeout = .zero
        return configuration
    }
}
