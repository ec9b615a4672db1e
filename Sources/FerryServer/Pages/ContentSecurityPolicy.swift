/// What a page of this server may do (CSP Level 3).
enum ContentSecurityPolicy {
    /// The policy of an answer to a request that was sent to `authority` (`nas.local:8080`).
    ///
    /// The socket is named beside `'self'` for browsers whose `'self'` does not include `ws:`. An IPv6 address cannot
    /// be named, the grammar of sources has no brackets; those browsers then need a name or IPv4.
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
            // Streamed downloads are started in a hidden frame of the page's own origin.
            "frame-ancestors 'self'",
        ].joined(separator: "; ")
    }
}
