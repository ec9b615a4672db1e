package import NIOCore
package import NIOHTTP1
package import WebSocketFraming

/// The limits of one server's HTTP connections and sockets.
package struct WebSocketServerConfiguration: Sendable {
    /// Paths (without query) where only WebSockets are spoken. Requests for others are plain HTTP, whatever
    /// `Upgrade` they carry.
    package var webSocketPaths: Set<String>
    /// Whether requests come over TLS: the scheme that HTTP requests are given.
    package var isSecure: Bool
    /// From accepting a connection to the end of its first request head, the TLS handshake included.
    package var headTimeout: TimeAmount
    /// Without a request, or within one without a byte of it; also for a response of which nothing is taken.
    package var idleTimeout: TimeAmount
    /// Limits of a request's head, when so many connections send large ones that no other may.
    package var headers: NIOHTTPDecoderLimitConfiguration
    /// Limits of a request's head otherwise.
    package var largeHeaders: NIOHTTPDecoderLimitConfiguration
    /// How many connections may send large heads at the same time.
    package var largeHeads: Int
    /// From our last byte to the close of the TCP connection by the other end; then it is closed by force. Also how
    /// long the other end may take to answer a close frame.
    package var closeTimeout: TimeAmount
    /// Limits of sessions.
    package var session: SessionLimits
    /// How often pings are sent to a silent peer, and when it is given up.
    package var keepAlive: KeepAliveLimits
    /// Limits of what one client of a relay sends the other.
    package var relayMessages: MessageLimits
    /// How long a relay leg waits for its partner.
    package var partnerTimeout: TimeAmount
    /// How often deadlines are looked at: the precision of all of the above.
    package var sweepInterval: TimeAmount

    /// The protocol's numbers; those it does not name are chosen to be kind to slow phones and hard on strangers.
    package init(
        webSocketPaths: Set<String>,
        isSecure: Bool = false,
        headTimeout: TimeAmount = .seconds(10),
        idleTimeout: TimeAmount = .seconds(60),
        headers: NIOHTTPDecoderLimitConfiguration = .heads(fieldBytes: 8 << 10, totalBytes: 16 << 10),
        largeHeaders: NIOHTTPDecoderLimitConfiguration = .heads(fieldBytes: 64 << 10, totalBytes: 80 << 10),
        largeHeads: Int = 256,
        closeTimeout: TimeAmount = .seconds(3),
        session: SessionLimits = SessionLimits(),
        keepAlive: KeepAliveLimits = KeepAliveLimits(),
        relayMessages: MessageLimits = .relay,
        partnerTimeout: TimeAmount = .seconds(20),
        sweepInterval: TimeAmount = .milliseconds(500)
    ) {
        self.webSocketPaths = webSocketPaths
        self.isSecure = isSecure
        self.headTimeout = headTimeout
        self.idleTimeout = idleTimeout
        self.headers = headers
        self.largeHeaders = largeHeaders
        self.largeHeads = largeHeads
        self.closeTimeout = closeTimeout
        self.session = session
        self.keepAlive = keepAlive
        self.relayMessages = relayMessages
        self.partnerTimeout = partnerTimeout
        self.sweepInterval = sweepInterval
    }
}

/// What one session may send and leave unread.
package struct SessionLimits: Sendable {
    /// Limits of what the client sends.
    package var messages: MessageLimits
    /// In bytes: what may wait to be taken by the client before it is closed with 1013.
    package var maximumBacklog: Int

    /// 64 KiB a message; 1 MiB of backlog, which is what a room of 200 says in a bad second.
    package init(messages: MessageLimits = .signaling, maximumBacklog: Int = 1_048_576) {
        self.messages = messages
        self.maximumBacklog = maximumBacklog
    }
}

/// When a silent peer is asked and when it is given up.
package struct KeepAliveLimits: Sendable {
    /// Silence after which a ping is sent, and again after each such time.
    package var pingInterval: TimeAmount
    /// Silence after which the connection is closed, longer than ``pingInterval``; later when the first ping went out late.
    package var silenceLimit: TimeAmount

    /// 25 and 60 seconds: below what proxies and NATs allow an idle connection.
    package init(pingInterval: TimeAmount = .seconds(25), silenceLimit: TimeAmount = .seconds(60)) {
        self.pingInterval = pingInterval
        self.silenceLimit = silenceLimit
    }
}

extension NIOHTTPDecoderLimitConfiguration {
    /// At most 100 fields of so many bytes each, and so many in all. Browsers send a tenth of 8 and 16 KiB besides
    /// cookies, and of those as many as the programs of a host have set.
    package static func heads(fieldBytes: Int, totalBytes: Int) -> NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = fieldBytes
        limits.maxHeaderListSize = totalBytes
        limits.maxHeaderFieldCount = 100
        return limits
    }
}
