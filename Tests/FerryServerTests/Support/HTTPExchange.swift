import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// An HTTP request on its own connection, and the response.
struct HTTPExchange: Sendable {
    /// The status code.
    let status: Int
    private let headers: HTTPHeaders
    /// The body.
    let bytes: [UInt8]

    /// The body as text.
    var body: String { String(decoding: bytes, as: UTF8.self) }

    /// The value of the field `name`; the first one when there are several.
    subscript(name: String) -> String? { headers.first(name: name) }

    /// The body's lines.
    var lines: [Substring] { body.split(separator: "\n") }

    /// Sends a request to `port` of 127.0.0.1 and waits for the whole response.
    ///
    /// - Parameters:
    ///   - host: The value of `Host`; nil for none.
    ///   - authority: The certificate to trust for HTTPS, in DER.
    ///   - address: The address that the server's certificate has to cover.
    ///   - now: The time at which the certificate has to be valid.
    static func send(
        _ method: String,
        _ path: String,
        port: Int,
        host: String?,
        headers: [(String, String)] = [],
        body: String = "",
        trusting authority: [UInt8]? = nil,
        at address: String = "127.0.0.1",
        now: Date = Date()
    ) async throws -> HTTPExchange {
        let channel = try await connect(port: port) {
            try authority.map { try BrowserLikeVerification.handler(trusting: $0, at: address, now: now) }
        }
        return try await channel.executeThenClose { inbound, outbound in
            var fields = HTTPHeaders(headers)
            if let host { fields.add(name: "Host", value: host) }
            if !body.isEmpty { fields.add(name: "Content-Length", value: String(body.utf8.count)) }
            let head = HTTPRequestHead(
                version: .http1_1,
                method: HTTPMethod(rawValue: method),
                uri: path,
                headers: fields
            )
            var parts = [HTTPClientRequestPart.head(head)]
            if !body.isEmpty { parts.append(.body(.byteBuffer(ByteBuffer(string: body)))) }
            // All parts in one write: a server that refuses the request after reading its head may close the connection
            // before the rest is written.
            try await outbound.write(contentsOf: parts + [.end(nil)])
            return try await read(inbound)
        }
    }

    private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    /// - Parameter tls: Makes the handler of TLS; nil for none.
    private static func connect(
        port: Int,
        tls: @escaping @Sendable () throws -> NIOSSLClientHandler?
    ) async throws -> Connection {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let handler = try tls() { try channel.pipeline.syncOperations.addHandler(handler) }
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
    }

    private static func read(_ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>) async throws -> Self {
        var head: HTTPResponseHead?
        var bytes: [UInt8] = []
        for try await part in inbound {
            switch part {
            case .head(let received): head = received
            case .body(let part): bytes += part.readableBytesView
            case .end:
                guard let head else { throw NoAnswer() }
                return HTTPExchange(status: Int(head.status.code), headers: head.headers, bytes: bytes)
            }
        }
        throw NoAnswer()
    }
}

/// The error of a connection that ended without a response.
struct NoAnswer: Error {}

extension TestServer {
    /// Sends a request to this server.
    func request(
        _ method: String,
        _ path: String,
        host: String? = nil,
        headers: [(String, String)] = [],
        body: String = ""
    ) async throws -> HTTPExchange {
        try await HTTPExchange.send(
            method,
            path,
            port: port,
            host: host ?? authority,
            headers: headers,
            body: body
        )
    }

    /// Sends a WebSocket handshake that is expected to be refused, and returns the response.
    func refusedHandshake(
        _ path: String,
        host: String? = nil,
        protocols: String = "ferry.signal.1",
        headers: [(String, String)] = []
    ) async throws -> HTTPExchange {
        let handshake = [
            ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="), ("Sec-WebSocket-Protocol", protocols),
        ]
        return try await request("GET", path, host: host, headers: handshake + headers)
    }

    /// The response to a handshake that is refused; nil once it is accepted.
    func refusedHandshakeOrNil(_ path: String) async throws -> HTTPExchange? {
        let answer = try await refusedHandshake(path)
        return answer.status == 101 ? nil : answer
    }
}
