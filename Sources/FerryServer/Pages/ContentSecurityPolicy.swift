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
