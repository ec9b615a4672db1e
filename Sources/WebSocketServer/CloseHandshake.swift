import NIOCore

/// How far a WebSocket's end has come (RFC 6455, section 7.1).
enum ClosePhase {
    /// Not at all.
    case open
    /// Our close frame is sent, the other end's is awaited until the deadline.
    case awaitingAnswer(NIODeadline)
    /// All is said, our side of the TCP connection is shut; the other end's FIN is awaited until the deadline, so
    /// that closing does not destroy what it has not read yet.
    case lingering(NIODeadline)
    /// The TCP connection is gone.
    case closed

    var isOpen: Bool {
        if case .open = self { true } else { false }
    }

    /// When the TCP connection is to be closed by force.
    var deadline: NIODeadline? {
        switch self {
        case .awaitingAnswer(let deadline), .lingering(let deadline): deadline
        case .open, .closed: nil
        }
    }
}
