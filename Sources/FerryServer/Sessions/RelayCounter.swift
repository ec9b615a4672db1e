import WebSocketServer

/// Counts the bytes and the end of one relay pairing.
struct RelayCounter: RelayObserver {
    let metrics: ServerMetrics

    func relayed(bytes count: Int) {
        metrics.relayedBytes.add(count)
    }

    func ended(_ end: RelayEnd, bytes: Int) {
        metrics.relaysJoined.add(-1)
        metrics.relayEnds.add(ServerMetrics.RelayEnding(end))
    }
}

extension ServerMetrics.RelayEnding {
    fileprivate init(_ end: RelayEnd) {
        switch end {
        case .closed, .closedByServer: self = .closed
        case .clientError, .connectionLost, .silent: self = .broken
        case .byteLimit: self = .byteLimit
        case .timeLimit: self = .timeLimit
        case .shutdown: self = .shutdown
        }
    }
}
