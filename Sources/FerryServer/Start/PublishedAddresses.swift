package import NetPrimitives

/// The URLs under which other devices can open the server's page.
package struct PublishedAddresses: Sendable, Equatable {
    /// All of them, best first: the public URL, then HTTP, which needs no trust, then HTTPS.
    package let urls: [String]

    /// - Parameters:
    ///   - publicURL: The address given by `--public-url`.
    ///   - plain: Hosts of HTTP, best first, and its port.
    ///   - secure: Hosts of HTTPS, best first, and its port; nil without HTTPS.
    package init(
        publicURL: WebOrigin?,
        plain: (hosts: [HostAndPort.Host], port: UInt16),
        secure: (hosts: [HostAndPort.Host], port: UInt16)?
    ) {
        var origins = [publicURL].compactMap(\.self)
        origins += plain.hosts.map { WebOrigin(scheme: .http, host: $0, port: plain.port) }
        if let secure { origins += secure.hosts.map { WebOrigin(scheme: .https, host: $0, port: secure.port) } }
        urls = origins.map(\.description)
    }
}
