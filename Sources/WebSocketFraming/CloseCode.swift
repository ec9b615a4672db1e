/// Why a WebSocket was closed (RFC 6455, section 7.4, and IANA's registry).
package struct CloseCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    package let rawValue: UInt16

    /// Any number; see ``isSendable`` for those that may stand in a close frame.
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The purpose of the connection is fulfilled.
    package static let normal = CloseCode(rawValue: 1000)
    /// The server shuts down, or the page was left.
    package static let goingAway = CloseCode(rawValue: 1001)
    /// The other side broke the framing.
    package static let protocolError = CloseCode(rawValue: 1002)
    /// A kind of data that this socket does not take.
    package static let unsupportedData = CloseCode(rawValue: 1003)
    /// Data that does not fit its kind: text that is not UTF-8.
    package static let invalidData = CloseCode(rawValue: 1007)
    /// A rule of the application was broken.
    package static let policyViolation = CloseCode(rawValue: 1008)
    /// A message larger than this socket takes.
    package static let messageTooBig = CloseCode(rawValue: 1009)
    /// The server met something it did not expect.
    package static let internalError = CloseCode(rawValue: 1011)
    /// The server cannot keep up with this connection now.
    package static let tryAgainLater = CloseCode(rawValue: 1013)

    /// Whether the code may stand in a close frame: registered for that use, or in the ranges left to libraries
    /// (3000 to 3999) and applications (4000 to 4999).
    package var isSendable: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
