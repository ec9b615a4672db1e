package import NIOCore

/// Decides when a silent peer is pinged and when it is given up.
///
/// Nobody is given up without having been asked, and having had the time to answer: after the whole process stood still,
/// as with a machine that was suspended, it is not the peers that were silent.
package struct KeepAlive {
    /// What is to be done now.
    package enum Action: Hashable, Sendable {
        case nothing
        case ping
        case giveUp
    }

    private let limits: KeepAliveLimits
    private var nextPing: NIODeadline
    /// When the first ping was sent of those that got no sign of life.
    private var asked: NIODeadline?

    /// - Parameter now: The peer's first sign of life.
    package init(limits: KeepAliveLimits, now: NIODeadline) {
        self.limits = limits
        nextPing = now + limits.pingInterval
    }

    /// The peer gave a sign of life.
    package mutating func heard(now: NIODeadline) {
        asked = nil
        nextPing = now + limits.pingInterval
    }

    /// Time has passed.
    package mutating func check(now: NIODeadline) -> Action {
        if let asked, now - asked >= limits.silenceLimit - limits.pingInterval { return .giveUp }
        guard now >= nextPing else { return .nothing }
        nextPing = now + limits.pingInterval
        asked = asked ?? now
        return .ping
    }
}
