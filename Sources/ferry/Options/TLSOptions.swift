import ArgumentParser
import FerryServer

/// Options for HTTPS.
struct TLSOptions: ParsableArguments {
    /// The source of the certificate when no files are named.
    enum Mode: String, ExpressibleByArgument, CaseIterable {
        case off, auto
    }

    @Option(
        help: ArgumentHelp(
            "auto: also serve HTTPS, with a certificate authority of this machine's own that devices can be told to "
                + "trust; the page /trust says how.",
            valueName: "off|auto"
        )
    )
    var tls: Mode = .off

    @Option(
        help: ArgumentHelp("Port of HTTPS, 0 to 65535; 0 takes any free one. By default 8443.", valueName: "port"),
        transform: Arguments.port
    )
    var tlsPort: UInt16?

    @Option(
        help: ArgumentHelp("Certificate chain for HTTPS, a PEM file, read again when it changes.", valueName: "file")
    )
    var tlsCert: String?

    @Option(help: ArgumentHelp("Key of --tls-cert, a PEM file.", valueName: "file"))
    var tlsKey: String?

    /// The configuration of TLS.
    var configuration: ServerConfiguration.TLS {
        guard let tlsCert, let tlsKey else { return tls == .auto ? .auto : .off }
        return .files(certificate: tlsCert, key: tlsKey)
    }

    /// The given port, or else 8443, the counterpart of 8080.
    var port: UInt16 { tlsPort ?? 8443 }

    func validate() throws {
        guard (tlsCert == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-cert and --tls-key go together: name both.")
        }
        guard tlsCert == nil || tls == .off else {
            throw ValidationError("--tls auto makes its own certificate: leave it out, or --tls-cert and --tls-key.")
        }
        if configuration == .off { try Arguments.refuseIdle(["--tls-port": tlsPort != nil], Self.without) }
    }

    /// The circumstance in which an option of HTTPS has no effect.
    static let without = "without HTTPS: add --tls auto, or --tls-cert and --tls-key."
}
