/// What is worth telling people about a server that has started.
package struct RunningServer: Sendable {
    /// Port of HTTP.
    package var port: UInt16
    /// Port of HTTPS; nil without.
    package var tlsPort: UInt16?
    /// Ports of TURN; nil without.
    package var turn: TURNPorts?
    /// Addresses for other devices; none when only this machine reaches the server.
    package var published: PublishedAddresses
    /// SHA-256 of the authority's certificate, with `--tls auto`.
    package var authorityFingerprint: String?
    /// What is not as it could be, a sentence each.
    package var warnings: [String]

    /// A server of these values.
    package init(
        port: UInt16,
        tlsPort: UInt16?,
        turn: TURNPorts? = nil,
        published: PublishedAddresses,
        authorityFingerprint: String?,
        warnings: [String]
    ) {
        self.port = port
        self.tlsPort = tlsPort
        self.turn = turn
        self.published = published
        self.authorityFingerprint = authorityFingerprint
        self.warnings = warnings
    }
}
