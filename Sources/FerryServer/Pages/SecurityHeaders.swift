import HTTPTypes

/// Header fields of every response, which restrict the page to the abilities it needs.
enum SecurityHeaders {
    /// Adds the fields to `headers`.
    ///
    /// - Parameters:
    ///   - authority: The authority that the request was sent to; nil when it is not this server's.
    ///   - isSecure: Whether the browser sees HTTPS. Over HTTP, browsers warn about fields that need HTTPS.
    static func add(to headers: inout HTTPFields, authority: String?, isSecure: Bool) {
        headers[.contentSecurityPolicy] = authority.map(ContentSecurityPolicy.value) ?? "default-src 'none'"
        headers[.xContentTypeOptions] = "nosniff"
        headers[.crossOriginResourcePolicy] = "same-origin"
        if isSecure { headers.append(openerPolicy) }
        headers.append(contentsOf: constant)
    }

    private static let openerPolicy = field("Cross-Origin-Opener-Policy", "same-origin")

    private static let constant = [
        // A room code is in the fragment, which a referrer never contains; the path is kept private too.
        field("Referrer-Policy", "no-referrer"),
        field(
            "Permissions-Policy",
            "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
                + "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
        ),
    ]

    private static func field(_ name: String, _ value: String) -> HTTPField {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is not a token of RFC 9110") }
        return HTTPField(name: name, value: value)
    }
}

/// The Content-Security-Policy of this server's pages (CSP Level 3).
enum ContentSecurityPolicy {
    /// The policy for a request to `authority` (`nas.local:8080`).
    ///
    /// It names the sockets beside `'self'` for browsers whose `'self'` does not include `ws:`. An IPv6 address cannot
    /// be named, because the grammar of sources has no brackets; such browsers then need a name or IPv4.
    static func value(authority: String) -> String {
        let sockets = authority.hasPrefix("[") ? "" : " ws://\(authority) wss://\(authority)"
        return [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' blob: data:",
            "media-src blob:",
            "connect-src 'self'\(sockets)",
            "frame-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            // Streamed downloads start in a hidden frame of the page's own origin.
            "frame-ancestors 'self'",
        ].joined(separator: "; ")
    }
}
