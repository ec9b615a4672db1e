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
    /// There is no partner to take the client's bytes, so they are not read; `held` arrived nevertheless.
    case waiting(until: NIODeadline, held: ByteBuffer)
    /// This leg knows its partner, but the partner does not know it yet.
    case attached(RelayJoint, held: ByteBuffer)
    /// Forwarding to and from the partner.
    case joined(RelayJoint)
    /// Our close frame is sent, and the client's is awaited (RFC 6455, section 7.1.2).
    case closing(until: NIODeadline)
    /// Both close frames are exchanged, or never will be, and our side of the TCP connection is shut. The client's FIN
    /// is awaited, because closing now could destroy bytes that the client has not read yet.
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

/// The pairing of a leg.
struct RelayJoint {
    let partner: RelayLeg
    let circuit: RelayCircuit
    /// The end of the pairing's time, if that is limited.
    let deadline: NIODeadline?

    /// Ends the pairing and calls `tell` on the partner.
    func leave(_ end: RelayEnd, tell: @escaping @Sendable (RelayLegHandler) -> Void) {
        circuit.end(end)
        partner.onLoop(tell)
    }
}
