import Signaling

/// The reason why a request or a connection was refused.
package enum RefusalReason: String, CaseIterable, Sendable {
    /// The `Host` is missing or invalid.
    case noHost = "no_host"
    /// The host is a name that this server does not answer to.
    case host
    /// The request comes from a page of another origin.
    case origin
    /// The subprotocol is not spoken here.
    case subprotocol
    /// The relay token is wrong or used.
    case token
    /// One client has too many sockets.
    case sockets
    /// One client has too many connections.
    case connections
    /// The server is out of descriptors.
    case descriptors
    /// One client sends too many requests.
    case rate
    /// A client from outside asks for the metrics.
    case metrics
}

/// The counters of the server's shell; ``Rendezvous`` has its own.
package struct ServerMetrics: Sendable {
    /// The first digit of an HTTP status.
    package enum StatusClass: String, CaseIterable, Sendable {
        case success = "2xx"
        case redirection = "3xx"
        case clientError = "4xx"
        case serverError = "5xx"

        /// The class of `code`; nil for 1xx, which is not a final response.
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

    /// The way in which a relay pairing ended.
    package enum RelayEnding: String, CaseIterable, Sendable {
        case closed, broken
        case byteLimit = "byte_limit"
        case timeLimit = "time_limit"
        case shutdown
    }

    /// Number of open TCP connections.
    package let connections = Gauge()
    /// Number of open signaling sockets.
    package let signalingSockets = Gauge()
    /// Number of open relay sockets.
    package let relaySockets = Gauge()
    /// Number of pairings in which data can flow.
    package let relaysJoined = Gauge()
    /// Bytes that clients sent to be relayed, including framing.
    package let relayedBytes = Counter()
    /// Ended relay pairings.
    package let relayEnds = CounterFamily<RelayEnding>()
    /// HTTP requests by the class of their response.
    package let requests = CounterFamily<StatusClass>()
    /// Refused requests and connections.
    package let refusals = CounterFamily<RefusalReason>()

    /// Metrics that are all zero.
    package init() {}
}
