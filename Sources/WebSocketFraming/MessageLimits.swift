/// Limits on one message.
package struct MessageLimits: Sendable {
    /// The size over all fragments, in bytes.
    package var maximumMessageSize: Int
    /// The number of frames in one message, including empty ones.
    package var maximumFragments: Int

    /// Limits of these values.
    package init(maximumMessageSize: Int, maximumFragments: Int) {
        self.maximumMessageSize = maximumMessageSize
        self.maximumFragments = maximumFragments
    }

    /// The limits for signaling: 64 KiB per message, as the protocol says. Browsers do not fragment messages of that
    /// size; proxies may.
    package static let signaling = MessageLimits(maximumMessageSize: 65_536, maximumFragments: 128)

    /// The limits for the relay. The longest message is its kind, a frame's header, the largest payload, and the tag of
    /// its encryption. A browser delivers a message when it is whole, so anything longer would lie in the receiver's
    /// memory. Browsers and proxies fragment at their buffers' size, which is never as small as one KiB.
    package static let relay = MessageLimits(maximumMessageSize: 1 + 16 + 1_048_576 + 16, maximumFragments: 1_024)
}
