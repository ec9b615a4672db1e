import NIOHTTP1

/// A request's head once it is known to be one that can be answered: its target is in origin form, `Host` names the
/// authority that was asked, and the end of its content can be found.
struct RequestHead {
    /// The head, with the target's authority in `Host` when the target had one.
    let head: HTTPRequestHead
    /// The client waits to be told to send its content (RFC 9110, section 10.1.1).
    let expectsContinue: Bool
    /// Nothing may follow on the connection: the client said so, or speaks HTTP/1.0, which would have to be told
    /// otherwise (RFC 9112, section 9.3).
    let isLast: Bool

    /// Examines a head as the decoder gives it.
    ///
    /// - Throws: The answer to a request that can be answered in no other way.
    init(_ head: HTTPRequestHead) throws(UpgradeRefusal) {
        let isHTTP10 = head.version == .http1_0
        try Self.checkFraming(of: head, isHTTP10: isHTTP10)
        self.head = try Self.resolvingTarget(of: head, isHTTP10: isHTTP10)
        expectsContinue = try Self.expectsContinue(head) && !isHTTP10
        isLast = isHTTP10 || !head.isKeepAlive
    }

    /// RFC 9112, sections 6.1 and 6.3: who cannot find the end of a request's content must not guess it.
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

    /// RFC 9112, sections 3.2 and 3.2.2: one `Host`, and a target in absolute form in its place.
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
        // Either of the two will do: whether the connection is secure is known.
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

    /// RFC 9110, section 10.1.1. Without content there is nothing to wait for.
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
