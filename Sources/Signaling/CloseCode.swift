/// WebSocket close codes (RFC 6455 section 7.4) as Ferry's sockets use them.
package struct CloseCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// Ended as agreed: the device said `bye`, or the other side of the relay ended.
    package static let normal = CloseCode(rawValue: 1000)
    /// The server shuts down.
    package static let goingAway = CloseCode(rawValue: 1001)
    /// Broken framing.
    package static let protocolError = CloseCode(rawValue: 1002)
    /// A text message on the relay, a binary one on the signaling socket.
    package static let unsupportedData = CloseCode(rawValue: 1003)
    /// Broken UTF-8.
    package static let invalidData = CloseCode(rawValue: 1007)
    /// Broke a rule of the protocol.
    package static let policyViolation = CloseCode(rawValue: 1008)
    /// The message is too large.
    package static let messageTooBig = CloseCode(rawValue: 1009)
    /// Too slow to read.
    package static let tryAgainLater = CloseCode(rawValue: 1013)
    /// The same device connected again elsewhere.
    package static let replaced = CloseCode(rawValue: 4001)
    /// The protocol version is not spoken here.
    package static let versionMismatch = CloseCode(rawValue: 4002)
    /// Relay: the other side's socket broke.
    package static let partnerLost = CloseCode(rawValue: 4010)
    /// Relay: the byte limit was reached.
    package static let byteLimit = CloseCode(rawValue: 4011)
    /// Relay: the time limit was reached.
    package static let timeLimit = CloseCode(rawValue: 4012)
    /// Relay: the partner did not come.
    package static let partnerMissing = CloseCode(rawValue: 4013)
}
