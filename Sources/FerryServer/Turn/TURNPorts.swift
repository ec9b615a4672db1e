/// The ports of TURN.
package struct TURNPorts: Hashable, Sendable {
    /// The port of UDP and TCP.
    package var plain: UInt16
    /// The port of TLS; nil without TLS.
    package var tls: UInt16?
}
