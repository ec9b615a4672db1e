package import NIOCore
package import WebSocketFraming

/// What one pairing may use.
package struct RelayLimits: Sendable {
    /// In bytes, both directions together, as they come from the clients with their framing; `nil`: any number.
    package var maximumBytes: Int?
    /// From joining the legs; `nil`: for ever.
    package var lifetime: TimeAmount?
    /// In bytes, for each direction: what may be on its way from one leg's socket to the other's before reading
    /// pauses. One round of reading (256 KiB) may go beyond it. Besides, up to 1 MiB of empty buffers is kept while
    /// bytes flow.
    package var window: Int

    /// A window of 512 KiB: two rounds of reading, so that one is written while the next is read.
    package init(maximumBytes: Int? = nil, lifetime: TimeAmount? = nil, window: Int = 512 * 1024) {
        self.maximumBytes = maximumBytes
        self.lifetime = lifetime
        self.window = window
    }
}

/// The relay's close codes, as in the protocol.
extension CloseCode {
    /// The other side's socket broke.
    package static let partnerLost = CloseCode(rawValue: 4010)
    /// The pairing has used up its bytes.
    package static let byteLimit = CloseCode(rawValue: 4011)
    /// The pairing has used up its time.
    package static let timeLimit = CloseCode(rawValue: 4012)
    /// The other side did not come.
    package static let partnerMissing = CloseCode(rawValue: 4013)
}
