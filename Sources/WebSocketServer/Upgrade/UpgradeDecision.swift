import HummingbirdCore
package import NIOCore
package import NIOHTTP1
package import NIOHTTPTypes

/// The decision on a WebSocket handshake.
package enum UpgradeDecision: Sendable {
    /// Open a socket of messages. `makeSession` is called once, on the socket's event loop; the session that it returns
    /// gets the socket's events until ``WebSocketSession/closed(_:)``.
    case session(subprotocol: String?, makeSession: @Sendable (WebSocket) -> any WebSocketSession)
    /// Open a leg of a relay. `arrived` is called once, on the leg's event loop. The leg waits, without reading, until
    /// ``RelayLeg/join(_:_:limits:observer:)`` gives it a partner.
    case relayLeg(subprotocol: String?, arrived: @Sendable (RelayLeg) -> Void)
    /// Respond with an HTTP status; the connection ends.
    case refuse(UpgradeRefusal)
}

/// The HTTP response to a request that does not become a WebSocket. The connection is closed after it.
package struct UpgradeRefusal: Error, Hashable, Sendable {
    /// A 4xx or 5xx status.
    package var status: HTTPResponseStatus
    /// Header fields besides `Connection`, `Content-Length` and `Content-Type`.
    package var headers: [Header]
    /// A line of text for people.
    package var body: String

    /// A header field.
    package struct Header: Hashable, Sendable {
        var name: String
        var value: String

        /// A field; neither string may contain line breaks.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A refusal of these values.
    package init(status: HTTPResponseStatus, headers: [Header] = [], body: String) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// 400: the handshake is malformed.
    package static func badRequest(_ body: String) -> UpgradeRefusal {
        UpgradeRefusal(status: .badRequest, body: body)
    }

    /// 403: an origin, a host or a token that is not accepted here.
    package static func forbidden(_ body: String) -> UpgradeRefusal {
        UpgradeRefusal(status: .forbidden, body: body)
    }

    /// 421: a host that is not this server.
    package static func misdirected(_ body: String) -> UpgradeRefusal {
        UpgradeRefusal(status: .misdirectedRequest, body: body)
    }

    /// 429: too many from one client.
    package static func tooManyRequests(retryAfterSeconds: Int, _ body: String) -> UpgradeRefusal {
        UpgradeRefusal(
            status: .tooManyRequests,
            headers: [Header("Retry-After", String(retryAfterSeconds))],
            body: body
        )
    }

    /// 426: the path accepts only WebSockets of version 13 (RFC 6455, section 4.4).
    package static let upgradeRequired = UpgradeRefusal(
        status: .upgradeRequired,
        headers: [Header("Upgrade", "websocket"), Header("Sec-WebSocket-Version", "13")],
        body: "Connect here with a WebSocket, version 13."
    )
}

extension UpgradeRefusal {
    /// The response as it is written.
    var response: (head: HTTPResponseHead, body: ByteBuffer) {
        var fields = HTTPHeaders([("Connection", "close"), ("Content-Type", "text/plain; charset=utf-8")])
        for header in headers { fields.replaceOrAdd(name: header.name, value: header.value) }
        // RFC 9110, section 7.8: the sender of Upgrade also sends it as a connection option.
        if fields.contains(name: "upgrade") { fields.replaceOrAdd(name: "connection", value: "upgrade, close") }
        let text = ByteBuffer(string: body + "\n")
        fields.replaceOrAdd(name: "Content-Length", value: String(text.readableBytes))
        return (HTTPResponseHead(version: .http1_1, status: status, headers: fields), text)
    }

    /// The response to bytes that the decoder cannot read.
    init(_ error: HTTPParserError) {
        self =
            if case .headerOverflow = error {
                UpgradeRefusal(
                    status: .requestHeaderFieldsTooLarge,
                    body: "The head of the request is too large. If that is because of cookies that other programs on "
                        + "this host have set, delete them."
                )
            } else {
                .badRequest("The request could not be read as HTTP/1.1.")
            }
    }
}

/// A valid WebSocket handshake of a client (RFC 6455, section 4.2.1).
package struct UpgradeRequest: Sendable {
    /// The head of the request.
    package let head: HTTPRequestHead
    /// The request's path, without its query.
    package let path: String
    /// The subprotocols that the client offers, best first; tokens of RFC 9110, section 5.6.2.
    package let subprotocols: [String]
    /// The address of the TCP connection's other end; `nil` when it has ended already.
    package let remoteAddress: SocketAddress?

    init(head: HTTPRequestHead, remoteAddress: SocketAddress?) {
        self.head = head
        self.path = head.path
        self.subprotocols = head.headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
        self.remoteAddress = remoteAddress
    }
}

extension HTTPRequestHead {
    /// The target without its query.
    var path: String { String(uri.prefix { $0 != "?" }) }
}

/// The result of a connection's first request.
package enum UpgradeOutcome: Sendable {
    /// The connection serves plain HTTP, by a task.
    case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
    /// The connection is a WebSocket now, served by handlers on its event loop, or has ended. No task is needed.
    case handled
}
