/// The client's opening handshake (RFC 6455, section 4.2.1).
package enum OpeningHandshake {
    /// The parts of a request that matter for the handshake.
    package struct Request: Sendable {
        /// The method as it was received.
        package var method: String
        /// Whether the version is HTTP/1.1.
        package var isHTTP11: Bool
        /// All header fields, in their order.
        package var fields: [(name: String, value: String)]

        /// A request of these parts.
        package init(method: String, isHTTP11: Bool, fields: [(name: String, value: String)]) {
            self.method = method
            self.isHTTP11 = isHTTP11
            self.fields = fields
        }
    }

    /// The reason why a request does not open a WebSocket.
    package enum Fault: Error, Hashable, Sendable {
        /// It does not ask for a WebSocket, or for a version other than 13.
        case notAskedFor
        /// It is not a GET of HTTP/1.1.
        case method
        /// It has a body.
        case body
        /// `Sec-WebSocket-Key` is missing, repeated, or not 16 bytes in Base64.
        case key
    }

    /// The value of `Sec-WebSocket-Key` of a valid request.
    package static func key(of request: Request) throws(Fault) -> String {
        guard request.asksForWebSocket, request.elements(of: "sec-websocket-version") == ["13"] else {
            throw .notAskedFor
        }
        guard request.method == "GET", request.isHTTP11 else { throw .method }
        guard !request.hasBody else { throw .body }
        let keys = request.values(of: "sec-websocket-key")
        guard keys.count == 1, isKey(keys[0]) else { throw .key }
        return keys[0]
    }

    /// 16 bytes are 22 characters of Base64 and two of padding.
    private static func isKey(_ text: String) -> Bool {
        let characters = text.utf8
        guard characters.count == 24, characters.suffix(2).allSatisfy({ $0 == UInt8(ascii: "=") }) else { return false }
        return characters.prefix(22).allSatisfy { character in
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
    }
}

extension OpeningHandshake.Request {
    /// Whether `Upgrade` names WebSocket, and `Connection` names `Upgrade`.
    fileprivate var asksForWebSocket: Bool {
        elements(of: "upgrade").contains("websocket") && elements(of: "connection").contains("upgrade")
    }

    /// Whether the request has a body (RFC 9112, section 6.3).
    fileprivate var hasBody: Bool {
        !values(of: "transfer-encoding").isEmpty || values(of: "content-length").contains { $0 != "0" }
    }

    /// The values of all fields called `name`, which is in lower case.
    fileprivate func values(of name: String) -> [String] {
        fields.filter { $0.name.utf8.elementsEqual(name.utf8) { lowercased($0) == $1 } }.map(\.value)
    }

    /// The list elements of all fields called `name`, in lower case. It splits bytes, not characters: a prepended mark
    /// and the comma behind it are one `Character` (UAX #29, GB9b).
    fileprivate func elements(of name: String) -> [String] {
        values(of: name).flatMap { value in
            value.utf8.split(separator: UInt8(ascii: ",")).compactMap { element in
                let start = element.drop { $0 == 0x20 || $0 == 0x09 }
                let bytes = start.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
                return bytes.isEmpty ? nil : String(decoding: bytes.map(lowercased), as: UTF8.self)
            }
        }
    }

    private func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
