package import NIOCore
package import NIOHTTP1

/// What a client asks for with a valid WebSocket handshake (RFC 6455, section 4.2.1).
package struct UpgradeRequest: Sendable {
    /// The request as it came.
    package let head: HTTPRequestHead
    /// The request's path, without its query.
    package let path: String
    /// The subprotocols the client offers, best first; tokens of RFC 9110, section 5.6.2.
    package let subprotocols: [String]
    /// The other end of the TCP connection; `nil` when it is gone already.
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
