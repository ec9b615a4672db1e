package import NIOCore
package import NIOHTTP1

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
