import Crypto
import FoundationEssentials
import NIOHTTP1
import WebSocketFraming

/// The server's side of the opening handshake (RFC 6455, section 4.2).
enum Handshake {
    /// The verdict on a request to a WebSocket path.
    enum Verdict {
        /// A valid handshake, with the value for `Sec-WebSocket-Accept`.
        case valid(accept: String)
        /// An invalid handshake, with the response.
        case refuse(UpgradeRefusal)
    }

    /// The constant of section 1.3, by which the server proves that it has read the client's key.
    private static let guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    /// Checks `head` by section 4.2.1.
    static func examine(_ head: HTTPRequestHead) -> Verdict {
        let request = OpeningHandshake.Request(
            method: head.method.rawValue,
            isHTTP11: head.version == .http1_1,
            fields: head.headers.map { (name: $0.name, value: $0.value) }
        )
        do {
            return .valid(accept: acceptValue(for: try OpeningHandshake.key(of: request)))
        } catch {
            return .refuse(UpgradeRefusal(error))
        }
    }

    /// The head of the answer to a valid handshake (section 4.2.2, step 5).
    static func response(accept: String, subprotocol: String?) -> HTTPResponseHead {
        var headers = HTTPHeaders([
            ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", accept),
        ])
        if let subprotocol { headers.add(name: "Sec-WebSocket-Protocol", value: subprotocol) }
        return HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: headers)
    }

    /// The value of `Sec-WebSocket-Accept` (section 4.2.2, step 5.4).
    static func acceptValue(for key: String) -> String {
        Data(Insecure.SHA1.hash(data: Array((key + guid).utf8))).base64EncodedString()
    }
}

extension UpgradeRefusal {
    /// The response that names the fault of a handshake.
    fileprivate init(_ fault: OpeningHandshake.Fault) {
        switch fault {
        case .notAskedFor: self = .upgradeRequired
        case .method: self = .badRequest("A WebSocket handshake is a GET of HTTP/1.1.")
        case .body: self = .badRequest("A WebSocket handshake has no body.")
        case .key: self = .badRequest("Sec-WebSocket-Key must be 16 bytes in base64.")
        }
    }
}
