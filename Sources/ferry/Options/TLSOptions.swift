import ArgumentParser
import FerryServer

/// HTTPS.
struct TLSOptions: ParsableArguments {
    /// Where the certificate comes from when no files are named.
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

    @Option(help: ArgumentHelp("Port of HTTPS. 0 takes any free one.", valueName: "port"))
    var tlsPort: UInt16 = 8443

    @Option(help: ArgumentHelp("Certificate chain for HTTPS, a PEM file.", valueName: "file"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("Key of --tls-cert, a PEM file.", valueName: "file"))
    var tlsKey: String?

    /// What the options together ask for.
    var configuration: ServerConfiguration.TLS {
        guard let tlsCert, let tlsKey else { return tls == .auto ? .auto : .off }
        return .files(certificate: tlsCert, key: tlsKey)
    }

    func validate() throws {
        guard (tlsCert == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-cert and --tls-key go together: name both.")
        }
        guard tlsCert == nil || tls == .off else {
            throw ValidationError("--tls auto makes its own certificate: leave it out, or --tls-cert and --tls-key.")
        }
    }
}
