import NIOCore

/// Decides when a silent peer is pinged and when it is given up.
struct KeepAlive {
    /// What is to be done now.
    enum Action {
        case nothing
        case ping
        case giveUp
    }

    private let limits: KeepAliveLimits
    private var lastHeard: NIODeadline
    private var nextPing: NIODeadline

    init(limits: KeepAliveLimits, now: NIODeadline) {
        self.limits = limits
        lastHeard = now
        nextPing = now + limits.pingInterval
    }

    /// The peer gave a sign of life.
    mutating func heard(now: NIODeadline) {
        lastHeard = now
        nextPing = now + limits.pingInterval
    }

    /// Time has passed.
    mutating func check(now: NIODeadline) -> Action {
        if now - lastHeard >= limits.silenceLimit { return .giveUp }
        guard now >= nextPing else { return .nothing }
        nextPing = now + limits.pingInterval
        return .ping
    }
}
