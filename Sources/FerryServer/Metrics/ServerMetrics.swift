import Signaling

/// Why a request or a connection was turned away.
package enum RefusalReason: String, CaseIterable, Sendable {
    /// No usable `Host`.
    case noHost = "no_host"
    /// A name this server does not go by.
    case host
    /// A page of another origin.
    case origin
    /// Not a subprotocol spoken here.
    case subprotocol
    /// A relay token that is wrong or used.
    case token
    /// One client has too many sockets.
    case sockets
    /// One client has too many connections.
    case connections
    /// The server has no descriptors left.
    case descriptors
    /// One client asks too often.
    case rate
    /// The metrics, from outside.
    case metrics
}

/// What the server counts itself, besides what ``Rendezvous`` counts.
package struct ServerMetrics: Sendable {
    /// First digit of an HTTP status.
    package enum StatusClass: String, CaseIterable, Sendable {
        case success = "2xx"
        case redirection = "3xx"
        case clientError = "4xx"
        case serverError = "5xx"

        /// The class of `code`; nil for 1xx, which is not an answer.
        package init?(code: Int) {
            switch code {
            case 200...299: self = .success
            case 300...399: self = .redirection
            case 400...499: self = .clientError
            case 500...599: self = .serverError
            default: return nil
            }
        }
    }

    /// How a relay pairing ended.
    package enum RelayEnding: String, CaseIterable, Sendable {
        case closed, broken
        case byteLimit = "byte_limit"
        case timeLimit = "time_limit"
        case shutdown
    }

    /// Open TCP connections.
    package let connections = Gauge()
    /// Open signaling sockets.
    package let signalingSockets = Gauge()
    /// Open relay sockets.
    package let relaySockets = Gauge()
    /// Pairings in which data can flow.
    package let relaysJoined = Gauge()
    /// Bytes that came from clients to be relayed, framing included.
    package let relayedBytes = Counter()
    /// Relay pairings that ended.
    package let relayEnds = CounterFamily<RelayEnding>()
    /// Answered HTTP requests.
    package let requests = CounterFamily<StatusClass>()
    /// What was turned away.
    package let refusals = CounterFamily<RefusalReason>()

    /// All zero.
    package init() {}
}
