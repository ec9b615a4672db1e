package import NIOCore

/// Decides when a silent peer is pinged and when it is given up.
///
/// Nobody is given up without having been asked and heard for the time there is to answer: after the whole process stood
/// still, as with a machine that was suspended, it is not the peers that were silent.
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
    private var lastCheck: NIODeadline

    /// - Parameter now: The peer's first sign of life.
    package init(limits: KeepAliveLimits, now: NIODeadline) {
        self.limits = limits
        nextPing = now + limits.pingInterval
        lastCheck = now
    }

    /// The peer gave a sign of life.
    package mutating func heard(now: NIODeadline) {
        asked = nil
        nextPing = now + limits.pingInterval
    }

    /// Time has passed. To be called several times in each that ``KeepAliveLimits`` names.
    package mutating func check(now: NIODeadline) -> Action {
        let timeToAnswer = limits.silenceLimit - limits.pingInterval
        // Nothing was heard because nobody listened.
        if now - lastCheck >= timeToAnswer { asked = nil }
        lastCheck = now
        if let asked, now - asked >= timeToAnswer { return .giveUp }
        guard now >= nextPing else { return .nothing }
        nextPing = now + limits.pingInterval
        asked = asked ?? now
        return .ping
    }
}
