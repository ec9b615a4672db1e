import NIOCore
import NIOHTTP1

/// The state of one connection at its gate.
///
///     awaitingHead ──a plain request──► http ◄─┐
///       │      │                       │  │ └──┘ further requests
///       │      └─────► handshake ◄─────┘  └─────────────────────────┐
///       │ refused      │      │ refused                             │ the last answer has ended
///       │              │      └───────────────┬─────────────────────┘
///       └──────────────┼───────────────────►  ▼
///                      ▼                   draining ──our bytes are taken──► lingering
///                   upgraded
///
/// From everywhere to `closed`: the connection has ended. It is cut when a deadline has passed and, except in `http` and
/// `upgraded`, when the server shuts down or the client shuts its side; in `draining` the client may do so.
enum UpgradeGateState {
    /// Waiting for the first head, until the deadline.
    case awaitingHead(until: NIODeadline)
    /// Plain HTTP is served by Hummingbird.
    case http(HTTPService)
    /// The head of a valid handshake has come, but not its end. `isBehindHTTP`: plain HTTP was served before.
    case handshake(head: HTTPRequestHead, accept: String, isBehindHTTP: Bool)
    /// The pipeline is a WebSocket's; the codec is being removed.
    case upgraded
    /// The last response is written, and the client is to take it until the deadline. `isInputClosed`: the client has
    /// shut its side, so the connection ends once it has taken everything.
    case draining(until: NIODeadline, isInputClosed: Bool)
    /// The last response is taken; the client's FIN is awaited until the deadline.
    case lingering(until: NIODeadline)
    case closed

    /// The state of plain HTTP, while it is served.
    var service: HTTPService? {
        if case .http(let service) = self { service } else { nil }
    }
}

/// Plain HTTP on one connection: the progress of its requests and responses, and whether the client still takes part.
struct HTTPService {
    var exchanges = Exchanges()
    /// Whether the client has shut its side.
    var isInputClosed = false
    /// The time since which the client takes nothing of a response; nil while it does.
    var unwritableSince: NIODeadline?

    /// Whether a request has not ended in its time, or the client has taken nothing of a response for `patience`.
    func isOverdue(at now: NIODeadline, patience: TimeAmount) -> Bool {
        exchanges.isOverdue(at: now) || unwritableSince.map { now - $0 >= patience } ?? false
    }
}
