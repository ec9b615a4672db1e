import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// One HTTP request on a connection of its own, and its answer.
struct HTTPExchange: Sendable {
    /// Status code.
    let status: Int
    private let headers: HTTPHeaders
    /// Body.
    let bytes: [UInt8]

    /// Body as text.
    var body: String { String(decoding: bytes, as: UTF8.self) }

    /// The value of the field `name`; the first one when there are several.
    subscript(name: String) -> String? { headers.first(name: name) }

    /// The body's lines.
    var lines: [Substring] { body.split(separator: "\n") }

    /// Sends a request to `port` of 127.0.0.1 and waits for the whole answer.
    ///
    /// - Parameters:
    ///   - host: Value of `Host`; nil: none.
    ///   - authority: The certificate to trust, DER, for HTTPS.
    ///   - address: The address that the server's certificate has to be good for.
    ///   - now: The time at which it has to be.
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
            // At once: a server that refuses what it has read of the request may have closed the connection before the
            // rest of it is written.
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

/// The connection ended without an answer.
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

    /// Sends a WebSocket handshake that is expected to be refused, and returns the refusal.
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

    /// As ``refusedHandshake(_:host:protocols:headers:)``; nil once it is accepted.
    func refusedHandshakeOrNil(_ path: String) async throws -> HTTPExchange? {
        let answer = try await refusedHandshake(path)
        return answer.status == 101 ? nil : answer
    }
}
