/// What one message may be.
package struct MessageLimits: Sendable {
    /// In bytes, over all fragments.
    package var maximumMessageSize: Int
    /// Frames in one message, empty ones too.
    package var maximumFragments: Int

    /// Limits as given.
    package init(maximumMessageSize: Int, maximumFragments: Int) {
        self.maximumMessageSize = maximumMessageSize
        self.maximumFragments = maximumFragments
    }

    /// 64 KiB a message as in the protocol; browsers do not fragment messages of that size, proxies may.
    package static let signaling = MessageLimits(maximumMessageSize: 65_536, maximumFragments: 128)

    /// The longest message of a relay: its kind, a frame's header, the largest payload, the tag of its encryption. A
    /// browser hands a message over when it is whole, so whatever more the relay passed on would lie in the memory of
    /// the receiver. Browsers and proxies fragment by their buffers, of which none is as small as one KiB.
    package static let relay = MessageLimits(maximumMessageSize: 1 + 16 + 1_048_576 + 16, maximumFragments: 1_024)
}
