/// The facts about a started server that people need.
package struct RunningServer: Sendable {
    /// The port of HTTP.
    package var port: UInt16
    /// The port of HTTPS; nil without HTTPS.
    package var tlsPort: UInt16?
    /// The ports of TURN; nil without TURN.
    package var turn: TURNPorts?
    /// URLs for other devices; none when only this machine reaches the server.
    package var published: PublishedAddresses
    /// The SHA-256 fingerprint of the authority's certificate, with `--tls auto`.
    package var authorityFingerprint: String?
    /// Problems that do not prevent the start, as one sentence each.
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
