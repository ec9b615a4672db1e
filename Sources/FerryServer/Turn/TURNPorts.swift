/// The ports at which TURN answers.
package struct TURNPorts: Hashable, Sendable {
    /// Of UDP and TCP.
    package var plain: UInt16
    /// Of TLS; nil without.
    package var tls: UInt16?
}
