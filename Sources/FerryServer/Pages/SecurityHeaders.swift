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
