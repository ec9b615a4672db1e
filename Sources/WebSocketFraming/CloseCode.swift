/// The reason for closing a WebSocket, as a number. RFC 6455, section 7.4, and IANA's registry define the first group;
/// the others are Ferry's, from the range for applications (docs/protocol.md).
package struct CloseCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    package let rawValue: UInt16

    /// Any number; ``isSendable`` tells whether it may stand in a close frame.
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The purpose of the connection is fulfilled.
    package static let normal = CloseCode(rawValue: 1000)
    /// The server shuts down, or the person left the page.
    package static let goingAway = CloseCode(rawValue: 1001)
    /// The other side violated the framing.
    package static let protocolError = CloseCode(rawValue: 1002)
    /// The socket does not take data of this type.
    package static let unsupportedData = CloseCode(rawValue: 1003)
    /// The data does not fit its type: text that is not UTF-8.
    package static let invalidData = CloseCode(rawValue: 1007)
    /// The other side broke a rule of the application.
    package static let policyViolation = CloseCode(rawValue: 1008)
    /// The message is larger than this socket takes.
    package static let messageTooBig = CloseCode(rawValue: 1009)
    /// The server met an unexpected condition.
    package static let internalError = CloseCode(rawValue: 1011)
    /// The server cannot keep up with this connection now.
    package static let tryAgainLater = CloseCode(rawValue: 1013)

    /// Signaling: the same device connected again elsewhere.
    package static let replaced = CloseCode(rawValue: 4001)
    /// Signaling: the server does not speak this protocol version.
    package static let versionMismatch = CloseCode(rawValue: 4002)
    /// Relay: the other side's connection broke.
    package static let partnerLost = CloseCode(rawValue: 4010)
    /// Relay: the pairing has reached its byte limit.
    package static let byteLimit = CloseCode(rawValue: 4011)
    /// Relay: the pairing has reached its time limit.
    package static let timeLimit = CloseCode(rawValue: 4012)
    /// Relay: the other device did not connect in time.
    package static let partnerMissing = CloseCode(rawValue: 4013)

    /// Whether the code may stand in a close frame: registered for that use, or in the ranges left to libraries
    /// (3000 to 3999) and applications (4000 to 4999).
    package var isSendable: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
