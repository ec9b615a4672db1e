package import NIOCore

/// Decides when to ping a silent peer and when to give it up.
///
/// A peer is given up only after a ping and the whole time to answer it, during which this process must have been
/// running: after a suspended machine wakes up, its peers were not silent.
package struct KeepAlive {
    /// The action of a check.
    package enum Action: Hashable, Sendable {
        case nothing
        case ping
        case giveUp
    }

    private let limits: KeepAliveLimits
    private var nextPing: NIODeadline
    /// The time of the first ping that has got no sign of life.
    private var asked: NIODeadline?
    private var lastCheck: NIODeadline

    /// - Parameter now: The time of the peer's first sign of life.
    package init(limits: KeepAliveLimits, now: NIODeadline) {
        self.limits = limits
        nextPing = now + limits.pingInterval
        lastCheck = now
    }

    /// Records a sign of life of the peer.
    package mutating func heard(now: NIODeadline) {
        asked = nil
        nextPing = now + limits.pingInterval
    }

    /// Checks the times. To be called several times within each limit of ``KeepAliveLimits``.
    package mutating func check(now: NIODeadline) -> Action {
        let timeToAnswer = limits.silenceLimit - limits.pingInterval
        // The process was suspended and read nothing meanwhile: restart the timeout.
        if now - lastCheck >= timeToAnswer { asked = nil }
        lastCheck = now
        if let asked, now - asked >= timeToAnswer { return .giveUp }
        guard now >= nextPing else { return .nothing }
        nextPing = now + limits.pingInterval
        asked = asked ?? now
        return .ping
    }
}
