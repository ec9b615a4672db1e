package import NIOCore
package import NIOHTTP1
package import WebSocketFraming

/// The limits of one server's HTTP connections and sockets.
package struct WebSocketServerConfiguration: Sendable {
    /// Paths (without query) that accept only WebSocket handshakes. Requests for others are plain HTTP, with or without
    /// `Upgrade`.
    package var webSocketPaths: Set<String>
    /// Whether the listener uses TLS, which gives HTTP requests their scheme.
    package var isSecure: Bool
    /// The time limit from accepting a connection to the end of its first request head, including the TLS handshake.
    package var headTimeout: TimeAmount
    /// The time limit between requests, for receiving a request, and for a response of which the client reads nothing.
    package var idleTimeout: TimeAmount
    /// Limits on a request's head when ``largeHeads`` connections may send large ones already.
    package var headers: NIOHTTPDecoderLimitConfiguration
    /// Limits on a request's head otherwise.
    package var largeHeaders: NIOHTTPDecoderLimitConfiguration
    /// The most connections that may send large heads at the same time.
    package var largeHeads: Int
    /// The time limit from our last byte to the other end's close of the TCP connection, which is then closed by force.
    /// Also the limit on the other end's answer to a close frame.
    package var closeTimeout: TimeAmount
    /// Limits on sessions.
    package var session: SessionLimits
    /// The times of pings to a silent peer, and of giving it up.
    package var keepAlive: KeepAliveLimits
    /// Limits on the messages between the clients of a relay.
    package var relayMessages: MessageLimits
    /// The time limit for a relay leg's partner.
    package var partnerTimeout: TimeAmount
    /// The interval of checking deadlines: the precision of all limits above.
    package var sweepInterval: TimeAmount

    /// The protocol's limits; the other defaults are generous to slow phones and strict with strangers.
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

/// Limits on one session, on received and on unread messages.
package struct SessionLimits: Sendable {
    /// Limits on the client's messages.
    package var messages: MessageLimits
    /// The most unread bytes queued for the client; beyond it, it is closed with 1013.
    package var maximumBacklog: Int

    /// 64 KiB for a message; 1 MiB for unread bytes, which is what a room of 200 sends in a busy second.
    package init(messages: MessageLimits = .signaling, maximumBacklog: Int = 1_048_576) {
        self.messages = messages
        self.maximumBacklog = maximumBacklog
    }
}

/// The times of pings to a silent peer, and of giving it up.
package struct KeepAliveLimits: Sendable {
    /// The time of silence after which a ping is sent, and the interval of further pings.
    package var pingInterval: TimeAmount
    /// The time of silence after which the connection is closed, longer than ``pingInterval``; later if the first ping was
    /// late.
    package var silenceLimit: TimeAmount

    /// 25 and 60 seconds, less than proxies and NATs allow an idle connection.
    package init(pingInterval: TimeAmount = .seconds(25), silenceLimit: TimeAmount = .seconds(60)) {
        self.pingInterval = pingInterval
        self.silenceLimit = silenceLimit
    }
}

extension NIOHTTPDecoderLimitConfiguration {
    /// At most 100 fields of `fieldBytes` each and `totalBytes` in all. Browsers send a tenth of 8 and 16 KiB without
    /// cookies, and as many cookies as the programs of a host have set.
    package static func heads(fieldBytes: Int, totalBytes: Int) -> NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = fieldBytes
        limits.maxHeaderListSize = totalBytes
        limits.maxHeaderFieldCount = 100
        return limits
    }
}
