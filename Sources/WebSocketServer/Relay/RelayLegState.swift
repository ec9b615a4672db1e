import NIOCore

/// The state of one leg of a relay.
///
///     waiting ──attach──► attached ──start──► joined
///        │                   │                  │ │
///        └───────────────────┴────────┬─────────┘ └──the client closes, or breaks a rule──┐
///          the server, the partner    │                                                   │
///          or a deadline ends it      ▼                                                   ▼
///                                  closing ──the client answers, or breaks a rule──► lingering
///
/// From everywhere to `closed`: the connection has ended. It is cut when a deadline has passed, or when the client sends
/// more than it may or is silent for too long.
enum RelayLegState {
    /// Nobody is there to take what the client says, so it is not read; `held` came nevertheless.
    case waiting(until: NIODeadline, held: ByteBuffer)
    /// The partner is known, and does not know us yet.
    case attached(RelayJoint, held: ByteBuffer)
    /// Passing on.
    case joined(RelayJoint)
    /// Our close frame is sent, the client's is awaited (RFC 6455, section 7.1.2).
    case closing(until: NIODeadline)
    /// All is said, our side of the TCP connection is shut. The client's FIN is awaited, so that closing does not
    /// destroy what it has not read yet.
    case lingering(until: NIODeadline)
    /// The TCP connection has ended, or is about to.
    case closed

    /// The pairing, while this leg is a part of it.
    var joint: RelayJoint? {
        switch self {
        case .attached(let joint, _), .joined(let joint): joint
        case .waiting, .closing, .lingering, .closed: nil
        }
    }
}

/// The pairing, as long as this leg is a part of it.
struct RelayJoint {
    let partner: RelayLeg
    let circuit: RelayCircuit
    /// The end of the pairing's time, if that is limited.
    let deadline: NIODeadline?

    /// Ends the pairing and lets the partner know.
    func leave(_ end: RelayEnd, tell: @escaping @Sendable (RelayLegHandler) -> Void) {
        circuit.end(end)
        partner.onLoop(tell)
    }
}
