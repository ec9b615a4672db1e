import NetPrimitives

/// One direction of a link: its properties, and the time until which it is busy.
struct Link {
    var properties: LinkProperties
    private var isBusyUntil: Instant?
    private var latestDelivery: Instant?

    /// The outcome for a packet.
    enum Fate {
        case arrives(Instant)
        case isLost
        /// The queue in front of the limited rate is full.
        case overflows
    }

    init(_ properties: LinkProperties) {
        self.properties = properties
    }

    /// Sends a packet of `size` bytes.
    mutating func carry(_ size: Int, now: Instant, random: inout SeededRandom) -> Fate {
        if properties == .ideal, latestDelivery.map({ $0 <= now }) ?? true { return .arrives(now) }
        if properties.loss > 0, Double.random(in: 0..<1, using: &random) < properties.loss { return .isLost }

        var leaves = now
        if let rate = properties.rate, rate > 0 {
            let begins = max(now, isBusyUntil ?? now)
            guard begins - now <= properties.longestQueue else { return .overflows }
            leaves = begins + .nanoseconds(Int64(Double(size) * 8e9 / Double(rate)))
            isBusyUntil = leaves
        }
        let arrives = leaves + properties.delay + jitter(&random)
        if properties.reordering > 0, Double.random(in: 0..<1, using: &random) < properties.reordering {
            return .arrives(arrives + properties.reorderingDelay)
        }
        let inOrder = max(arrives, latestDelivery ?? arrives)
        latestDelivery = inOrder
        return .arrives(inOrder)
    }

    private func jitter(_ random: inout SeededRandom) -> Duration {
        let longest = properties.jitter.wholeNanoseconds
        return longest > 0 ? .nanoseconds(Int64.random(in: 0...longest, using: &random)) : .zero
    }
}
