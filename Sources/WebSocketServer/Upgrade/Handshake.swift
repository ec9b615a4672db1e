import Crypto
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// The server's side of the opening handshake (RFC 6455, section 4.2).
enum Handshake {
    /// What a request to a WebSocket path turned out to be.
    enum Verdict {
        /// A valid handshake; the value for `Sec-WebSocket-Accept`.
        case valid(accept: String)
        /// Something else.
        case refuse(UpgradeRefusal)
    }

    /// Section 1.3: what the server proves with that it has read the client's key.
    private static let guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    /// Checks `head` by section 4.2.1.
    static func examine(_ head: HTTPRequestHead) -> Verdict {
        guard asksForWebSocket(head), head.headers[canonicalForm: "sec-websocket-version"] == ["13"] else {
            return .refuse(.upgradeRequired)
        }
        guard head.method == .GET, head.version == .http1_1 else {
            return .refuse(.badRequest("A WebSocket handshake is a GET of HTTP/1.1."))
        }
        guard !head.hasBody else {
            return .refuse(.badRequest("A WebSocket handshake has no body."))
        }
        let keys = head.headers["sec-websocket-key"]
        guard keys.count == 1, Data(base64Encoded: keys[0])?.count == 16 else {
            return .refuse(.badRequest("Sec-WebSocket-Key must be 16 bytes in base64."))
        }
        return .valid(accept: acceptValue(for: keys[0]))
    }

    /// Whether `Upgrade` names WebSocket and `Connection` says that it counts.
    static func asksForWebSocket(_ head: HTTPRequestHead) -> Bool {
        contains("websocket", in: head.headers[canonicalForm: "upgrade"])
            && contains("upgrade", in: head.headers[canonicalForm: "connection"])
    }

    /// Section 4.2.2, step 5.4.
    static func acceptValue(for key: String) -> String {
        Data(Insecure.SHA1.hash(data: Array((key + guid).utf8))).base64EncodedString()
    }

    private static func contains(_ token: String, in values: [Substring]) -> Bool {
        values.contains { $0.lowercased() == token }
    }
}

extension HTTPRequestHead {
    /// Whether a body follows (RFC 9112, section 6.3).
    var hasBody: Bool {
        headers.contains(name: "transfer-encoding") || headers["content-length"].contains { $0 != "0" }
    }
}
