package import NetPrimitives

/// The origins whose pages may use this server's sockets.
package struct OriginPolicy: Sendable {
    private let publicURL: WebOrigin?

    /// - Parameter publicURL: The address given by `--public-url`: the one in the browser when a proxy in front changes
    ///   scheme or port without saying so.
    package init(publicURL: WebOrigin?) {
        self.publicURL = publicURL
    }

    /// Whether a page of `origin` may send requests to `authority`.
    ///
    /// - Parameters:
    ///   - origin: The value of `Origin`. Nil is accepted: browsers send it with every WebSocket handshake and POST,
    ///     and a page cannot suppress it.
    ///   - scheme: The scheme of the request to the nearest trusted proxy; nil when a proxy may have changed it.
    ///   - isByTrustedProxy: Whether a trusted proxy sent it. Some proxies put the address that they connect to into
    ///     `Host`.
    package func accepts(
        origin: String?,
        authority: HostAndPort,
        scheme: RequestScheme?,
        isByTrustedProxy: Bool
    ) -> Bool {
        guard let origin else { return true }
        guard let page = WebOrigin(origin) else { return false }
        if let publicURL, page == publicURL, isByTrustedProxy || authority.host == publicURL.host { return true }
        return page == WebOrigin(scheme: scheme ?? page.scheme, authority: authority)
    }
}
