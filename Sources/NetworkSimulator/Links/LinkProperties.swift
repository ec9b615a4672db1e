/// What one direction of a link does to packets.
package struct LinkProperties: Hashable, Sendable {
    /// Time every packet takes.
    package var delay: Duration
    /// Further time, evenly spread from zero to this. It does not bring packets out of order.
    package var jitter: Duration
    /// Probability that a packet is lost, 0 to 1.
    package var loss: Double
    /// Probability that a packet is held back by ``reorderingDelay`` while later ones pass it, 0 to 1.
    package var reordering: Double
    /// How long packets are held back that others are to pass.
    package var reorderingDelay: Duration
    /// Bits a second, nil for no limit.
    package var rate: Int?
    /// How long a packet may wait for its turn under ``rate``; longer queues drop their newest packet.
    package var longestQueue: Duration

    /// A link that, unless told otherwise, carries everything at once.
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

    /// Carries everything at once.
    package static let ideal = LinkProperties()

    /// Carries nothing and says nothing.
    package static let silent = LinkProperties(loss: 1)
}
