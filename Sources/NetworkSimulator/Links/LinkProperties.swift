/// Properties of one direction of a link.
package struct LinkProperties: Hashable, Sendable {
    /// The time that every packet takes.
    package var delay: Duration
    /// Additional time, evenly distributed from zero to this. It does not reorder packets.
    package var jitter: Duration
    /// Probability that a packet is lost, 0 to 1.
    package var loss: Double
    /// Probability that a packet is delayed by ``reorderingDelay`` so that later ones pass it, 0 to 1.
    package var reordering: Double
    /// The additional delay of a packet that later ones are to pass.
    package var reorderingDelay: Duration
    /// The rate in bits per second, nil for no limit.
    package var rate: Int?
    /// The longest time that a packet may wait in the queue for ``rate``; beyond it, the newest packet is dropped.
    package var longestQueue: Duration

    /// A link with these properties; by default it delivers every packet at once.
    package init(
        delay: Duration = .zero,
        jitter: Duration = .zero,
        loss: Double = 0,
        reordering: Double = 0,
        reorderingDelay: Duration = .milliseconds(10),
        rate: Int? = nil,
        longestQueue: Duration = .milliseconds(200)
    ) {
        self.delay = delay
        self.jitter = jitter
        self.loss = loss
        self.reordering = reordering
        self.reorderingDelay = reorderingDelay
        self.rate = rate
        self.longestQueue = longestQueue
    }

    /// A link that delivers every packet at once.
    package static let ideal = LinkProperties()

    /// A link that loses every packet.
    package static let silent = LinkProperties(loss: 1)
}
