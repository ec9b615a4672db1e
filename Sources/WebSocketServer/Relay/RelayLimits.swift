package import NIOCore

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
