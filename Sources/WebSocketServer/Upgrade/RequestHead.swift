import NIOHTTP1

/// A checked request head: its target is in origin form, `Host` names the requested authority, and its content has a
/// defined end.
struct RequestHead {
    /// The head, with the target's authority in `Host` if the target had one.
    let head: HTTPRequestHead
    /// Whether the client waits for `100 Continue` (RFC 9110, section 10.1.1).
    let expectsContinue: Bool
    /// Whether the connection ends after it: the client asks for that, or uses HTTP/1.0, where persistence would have
    /// to be negotiated (RFC 9112, section 9.3).
    let isLast: Bool

    /// Checks a head from the decoder.
    ///
    /// - Throws: The response to an invalid request.
    init(_ head: HTTPRequestHead) throws(UpgradeRefusal) {
        let isHTTP10 = head.version == .http1_0
        try Self.checkFraming(of: head, isHTTP10: isHTTP10)
        self.head = try Self.resolvingTarget(of: head, isHTTP10: isHTTP10)
        expectsContinue = try Self.expectsContinue(head) && !isHTTP10
        isLast = isHTTP10 || !head.isKeepAlive
    }

    /// Returns the head for Hummingbird, and whether nothing may follow it on the connection.
    func withoutUpgrade() -> (head: HTTPRequestHead, isLast: Bool) {
        var head = head
        var isLast = isLast
        if head.headers.contains(name: "upgrade") || head.method == .CONNECT {
            // An upgrade such as h2c is not supported, so the request is served without it. The decoder still expects
            // another protocol, so this exchange is the connection's last.
            for name in ["upgrade", "http2-settings"] { head.headers.remove(name: name) }
            isLast = true
        }
        // Hummingbird understands this value, and ends its task after the response.
        if isLast { head.headers.replaceOrAdd(name: "connection", value: "close") }
        return (head, isLast)
    }

    /// Checks the framing (RFC 9112, sections 6.1 and 6.3): a server that cannot determine the end of a request's
    /// content must not guess it.
    private static func checkFraming(of head: HTTPRequestHead, isHTTP10: Bool) throws(UpgradeRefusal) {
        let codings = head.headers[canonicalForm: "transfer-encoding"].map { $0.lowercased() }
        guard head.headers.contains(name: "transfer-encoding") else { return }
        guard codings.allSatisfy({ $0 == "chunked" }) else {
            throw UpgradeRefusal(status: .notImplemented, body: "This server takes the transfer coding chunked alone.")
        }
        guard codings == ["chunked"], !isHTTP10 else {
            throw .badRequest("Transfer-Encoding is chunked, once, in HTTP/1.1; or it is not there.")
        }
    }

    /// Checks that there is one `Host`, and replaces it by the authority of a target in absolute form (RFC 9112,
    /// sections 3.2 and 3.2.2).
    private static func resolvingTarget(
        of head: HTTPRequestHead,
        isHTTP10: Bool
    ) throws(UpgradeRefusal) -> HTTPRequestHead {
        let hosts = head.headers["host"]
        guard hosts.count == 1 || hosts.isEmpty && isHTTP10 else {
            throw .badRequest(hosts.isEmpty ? "The request names no host." : "The request names more than one host.")
        }
        guard head.method != .CONNECT, let scheme = head.uri.utf8.firstRange(of: "://".utf8),
            head.uri.utf8.first != UInt8(ascii: "/")
        else { return head }
        // Either of the two is accepted: the listener knows whether the connection is secure.
        guard ["http", "https"].contains(head.uri[..<scheme.lowerBound].lowercased()) else {
            throw .badRequest("The target of the request is of another scheme than HTTP.")
        }
        let rest = head.uri[scheme.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let path = rest[authority.endIndex...]
        var head = head
        head.headers.replaceOrAdd(name: "host", value: String(authority))
        head.uri = path.isEmpty && head.method == .OPTIONS ? "*" : path.hasPrefix("/") ? String(path) : "/" + path
        return head
    }

    /// Whether the client waits for `100 Continue` (RFC 9110, section 10.1.1). Without content there is nothing to wait
    /// for.
    private static func expectsContinue(_ head: HTTPRequestHead) throws(UpgradeRefusal) -> Bool {
        let expectations = head.headers[canonicalForm: "expect"].map { $0.lowercased() }
        guard expectations.allSatisfy({ $0 == "100-continue" }) else {
            throw UpgradeRefusal(status: .expectationFailed, body: "The only expectation met here is 100-continue.")
        }
        let hasContent =
            head.headers.contains(name: "transfer-encoding")
            || head.headers["content-length"].contains { $0 != "0" }
        return !expectations.isEmpty && hasContent
    }
}
