import FoundationEssentials
import Testing

/// A message from the server, with the fields that the tests need.
struct ServerSaid: Decodable {
    struct Device: Decodable {
        var id: String
        var name: String
        var via: String
        var away: String?
    }

    struct Room: Decodable {
        var kind: String
        var reason: String?
    }

    struct ICEServer: Decodable {
        var urls: [String]
        var username: String?
        var credential: String?
    }

    struct Server: Decodable {
        var urls: [String]
        var secureUrls: [String]
        var relay: Bool
        var turn: Bool
        var probe: ICEServer?
        var version: String
    }

    var type: String
    var id: String?
    var token: String?
    var room: Room?
    var devices: [Device]?
    var server: Server?
    var urls: [String]?
    var secureUrls: [String]?
    var joined: [Device]?
    var changed: [Device]?
    var from: String?
    var sdp: String?
    var call: String?
    var code: String?
    var peer: String?
    var bytes: Int?
    var iceServers: [ICEServer]?
    var seconds: Int?
}

/// A device as a browser implements it: a signaling socket that has sent `hello`.
final class TestDevice {
    let socket: WebSocketClient
    /// The server's answer to `hello`.
    let welcome: ServerSaid

    var id: String { welcome.id ?? "" }

    private init(socket: WebSocketClient, welcome: ServerSaid) {
        self.socket = socket
        self.welcome = welcome
    }

    /// Connects to `server` under the name `host` and sends `hello`, over TLS when there is an `authority` to trust.
    static func join(
        _ server: TestServer,
        name: String,
        host: String = "127.0.0.1",
        token: String? = nil,
        headers: [(String, String)] = [],
        trusting authority: [UInt8]? = nil
    ) async throws -> TestDevice {
        let socket = try await WebSocketClient.open(
            "/signal",
            port: authority == nil ? server.port : try #require(server.tlsPort),
            host: host,
            protocols: "ferry.signal.1",
            headers: headers,
            trusting: authority
        )
        let proof = token.map { ",\"token\":\"\($0)\"" } ?? ""
        try await socket.send(
            """
            {"type":"hello","protocol":1,"name":"\(name)","kind":"phone","webrtc":true,"availability":"open"\(proof)}
            """
        )
        let device = TestDevice(socket: socket, welcome: try await said(socket))
        #expect(device.welcome.type == "welcome")
        return device
    }

    /// The next message of type `type`; others are skipped.
    func next(_ type: String) async throws -> ServerSaid {
        while true {
            let said = try await Self.said(socket)
            if said.type == type { return said }
        }
    }

    /// Waits until this device sees `other`.
    func sees(_ other: TestDevice) async throws {
        if welcome.devices?.contains(where: { $0.id == other.id }) == true { return }
        while try await next("presence").joined?.contains(where: { $0.id == other.id }) != true {}
    }

    /// Waits for the news that `other` has left, and returns how its socket ended.
    func hears(ofTheEndOf other: TestDevice) async throws -> String? {
        while true {
            let changed = try await next("presence").changed
            if let away = changed?.first(where: { $0.id == other.id })?.away { return away }
        }
    }

    private static func said(_ socket: WebSocketClient) async throws -> ServerSaid {
        guard case .text(let text)? = await socket.next() else { throw SocketEnded() }
        return try JSONDecoder().decode(ServerSaid.self, from: Data(text.utf8))
    }
}

/// The error of a socket that the server closed where a message was expected.
struct SocketEnded: Error {}
