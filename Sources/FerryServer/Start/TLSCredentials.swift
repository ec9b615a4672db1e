import FoundationEssentials
import LocalAuthority
import NIOSSL
import NetPrimitives
import StateDirectory

/// What HTTPS is served with.
struct TLSCredentials: Sendable {
    /// For the TLS handler.
    let configuration: TLSConfiguration
    /// With `--tls auto`.
    let authority: LocalAuthority?
    /// What the certificate is good for.
    let names: MachineNames

    /// The credentials that `tls` asks for; nil for none.
    ///
    /// - Throws: `StartError`, or an error of the state folder.
    static func open(_ tls: ServerConfiguration.TLS, state: StateDirectory, machine: MachineNames) throws -> Self? {
        switch tls {
        case .off: nil
        case .auto: try auto(state: state, machine: machine)
        case .files(let certificate, let key): try files(certificate: certificate, key: key)
        }
    }

    /// The hosts of `addresses`, and further names, under which browsers accept the certificate.
    func hosts(of addresses: [IPAddress]) -> [HostAndPort.Host] {
        let covered = addresses.filter { names.addresses.contains($0.octets) }.map(HostAndPort.Host.address)
        // The local authority's names are known to this network's resolver at best; addresses always work.
        guard authority == nil else { return covered }
        return names.dnsNames.compactMap { HostAndPort($0)?.host } + covered
    }

    /// Everything the certificate is good for.
    var certified: Set<HostAndPort.Host> {
        let addresses = names.addresses.compactMap(IPAddress.init(octets:)).map(HostAndPort.Host.address)
        return Set(names.dnsNames.compactMap { HostAndPort($0)?.host } + addresses)
    }

    private static func auto(state: StateDirectory, machine: MachineNames) throws -> TLSCredentials {
        let authority = try LocalAuthority.open(in: state, machine: machine, now: Date())
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(authority.serverCertificate.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(authority.serverKey.utf8), format: .pem)
        return TLSCredentials(
            configuration: serverConfiguration(chain, key),
            authority: authority,
            names: try MachineNames(certificate: authority.serverCertificate)
        )
    }

    private static func files(certificate: String, key: String) throws -> TLSCredentials {
        let chain = try attempt(certificate, "it must hold certificates in PEM form, the server's first") {
            try NIOSSLCertificate.fromPEMFile(certificate)
        }
        let names = try attempt(certificate, "its first certificate cannot be read") {
            try MachineNames(certificate: SmallFile.read(certificate) ?? "")
        }
        let privateKey = try attempt(key, "it must hold a private key in PEM form, without a pass phrase") {
            try NIOSSLPrivateKey(file: key, format: .pem)
        }
        let configuration = serverConfiguration(chain, privateKey)
        _ = try attempt(key, "it is not the key of \(certificate)") { try NIOSSLContext(configuration: configuration) }
        return TLSCredentials(configuration: configuration, authority: nil, names: names)
    }

    private static func attempt<Result>(_ file: String, _ problem: String, _ body: () throws -> Result) throws -> Result
    {
        guard SmallFile.read(file) != nil else {
            throw StartError.badCertificate(file: file, reason: "it cannot be read")
        }
        do { return try body() } catch { throw StartError.badCertificate(file: file, reason: problem) }
    }

    private static func serverConfiguration(_ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return configuration
    }
}
