import HTTPTypes

/// Fields that every answer carries, so that a browser holds the page to what it needs.
enum SecurityHeaders {
    /// Adds the fields to `headers`.
    ///
    /// - Parameters:
    ///   - authority: Whom the request was sent to; nil when that is not this server.
    ///   - isSecure: Whether the browser sees HTTPS. Over HTTP it would complain about fields that need it.
    static func add(to headers: inout HTTPFields, authority: String?, isSecure: Bool) {
        headers[.contentSecurityPolicy] = authority.map(ContentSecurityPolicy.value) ?? "default-src 'none'"
        headers[.xContentTypeOptions] = "nosniff"
        headers[.crossOriginResourcePolicy] = "same-origin"
        if isSecure { headers.append(openerPolicy) }
        headers.append(contentsOf: constant)
    }

    private static let openerPolicy = field("Cross-Origin-Opener-Policy", "same-origin")

    private static let constant = [
        // A code stands in the fragment, which is never sent; the path still is nobody's business.
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
