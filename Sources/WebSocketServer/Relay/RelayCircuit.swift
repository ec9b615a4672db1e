package import NIOCore
import Synchronization
package import WebSocketFraming

/// The shared state of the two legs of a pairing, which may be on different event loops.
final class RelayCircuit: Sendable {
    let limits: RelayLimits
    private let observer: (any RelayObserver)?
    private let bytes = Atomic(0)
    private let isEnded = Atomic(false)

    init(limits: RelayLimits, observer: (any RelayObserver)?) {
        self.limits = limits
        self.observer = observer
    }

    /// Counts bytes from a client. Returns whether the pairing may go on.
    func count(_ count: Int) -> Bool {
        let sum = bytes.wrappingAdd(count, ordering: .relaxed).newValue
        observer?.relayed(bytes: count)
        guard let maximum = limits.maximumBytes else { return true }
        return sum <= maximum
    }

    /// Reports the end to the observer, at the first call.
    func end(_ end: RelayEnd) {
        guard isEnded.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged else { return }
        observer?.ended(end, bytes: bytes.load(ordering: .relaxed))
    }
}

/// Limits on one pairing.
package struct RelayLimits: Sendable {
    /// The most bytes, both directions together, as received from the clients with their framing; `nil` for no limit.
    package var maximumBytes: Int?
    /// The longest time from joining the legs; `nil` for no limit.
    package var lifetime: TimeAmount?
    /// The bytes in each direction that may be in flight from one leg's socket to the other's before reading pauses.
    /// One round of reading (256 KiB) may exceed it. In addition, up to 1 MiB of empty buffers is cached while bytes
    /// flow.
    package var window: Int

    /// Limits with a window of 512 KiB: two rounds of reading, so that one is written while the next is read.
    package init(maximumBytes: Int? = nil, lifetime: TimeAmount? = nil, window: Int = 512 * 1024) {
        self.maximumBytes = maximumBytes
        self.lifetime = lifetime
        self.window = window
    }
}

/// An observer of a pairing. Called on the event loops of both legs, so it must be safe to call from any thread, and
/// must not block.
package protocol RelayObserver: Sendable {
    /// Reports `count` bytes from one of the clients, including framing.
    func relayed(bytes count: Int)
    /// Reports the end of the pairing, once. `bytes` is the sum of all relayed bytes.
    func ended(_ end: RelayEnd, bytes: Int)
}

/// The reason for the end of a pairing.
package enum RelayEnd: Hashable, Sendable {
    /// One of the clients closed it.
    case closed(CloseStatus?)
    /// One of the clients violated the framing.
    case clientError(FramingError)
    /// The connection of one of the clients broke.
    case connectionLost
    /// One of the clients neither read nor sent anything, not even a pong.
    case silent
    /// The pairing has relayed ``RelayLimits/maximumBytes``.
    case byteLimit
    /// ``RelayLimits/lifetime`` has passed.
    case timeLimit
    /// The application closed it.
    case closedByServer(CloseStatus)
    /// The server shuts down.
    case shutdown
}
