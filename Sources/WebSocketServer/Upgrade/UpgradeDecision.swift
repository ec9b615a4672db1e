package import NIOHTTP1

/// What becomes of a WebSocket handshake.
package enum UpgradeDecision: Sendable {
    /// Becomes a socket of messages. `makeSession` is called once, on the socket's event loop; the session it returns
    /// gets the socket's events until ``WebSocketSession/closed(_:)``.
    case session(subprotocol: String?, makeSession: @Sendable (WebSocket) -> any WebSocketSession)
    /// Becomes one leg of a relay. `arrived` is called once, on the leg's event loop. The leg waits, without reading,
    /// until ``RelayLeg/join(_:_:limits:observer:)`` gives it a partner.
    case relayLeg(subprotocol: String?, arrived: @Sendable (RelayLeg) -> Void)
    /// Is answered with an HTTP status; the connection ends.
    case refuse(UpgradeRefusal)
}

/// The HTTP answer to a request that does not become a WebSocket. The connection is closed after it.
package struct UpgradeRefusal: Error, Hashable, Sendable {
    /// 4xx or 5xx.
    package var status: HTTPResponseStatus
    /// Besides `Connection`, `Content-Length` and `Content-Type`.
    package var headers: [Header]
    /// One line of text for people.
    package var body: String

    /// One line of an HTTP head.
    package struct Header: Hashable, Sendable {
        var name: String
        var value: String

        /// Neither may hold line breaks.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Any refusal.
    package init(status: HTTPResponseStatus, headers: [Header] = [], body: String) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// 400: the handshake itself is broken.
    package static func badRequest(_ body: String) -> UpgradeRefusal {
        UpgradeRefusal(status: .badRequest, body: body)
    }

    /// 403: from an origin, for a host or with a token that is not taken here.
    package static func forbidden(_ body: String) -> UpgradeRefusal {
        UpgradeRefusal(status: .forbidden, body: body)
    }

    /// 421: for a host that this server is not.
    package static func misdirected(_ body: String) -> UpgradeRefusal {
        UpgradeRefusal(status: .misdirectedRequest, body: body)
    }

    /// 429: too many from there.
    package static func tooManyRequests(retryAfterSeconds: Int, _ body: String) -> UpgradeRefusal {
        UpgradeRefusal(
            status: .tooManyRequests,
            headers: [Header("Retry-After", String(retryAfterSeconds))],
            body: body
        )
    }

    /// 426: a WebSocket of version 13 is asked for here (RFC 6455, section 4.4).
    package static let upgradeRequired = UpgradeRefusal(
        status: .upgradeRequired,
        headers: [Header("Upgrade", "websocket"), Header("Sec-WebSocket-Version", "13")],
        body: "Connect here with a WebSocket, version 13."
    )
}
