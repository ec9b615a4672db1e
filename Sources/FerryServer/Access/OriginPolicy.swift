package import NetPrimitives

/// Which pages may use this server's sockets.
package struct OriginPolicy: Sendable {
    private let publicURL: WebOrigin?

    /// - Parameter publicURL: The address given by `--public-url`: what browsers see when a proxy in front changes
    ///   scheme or port without telling.
    package init(publicURL: WebOrigin?) {
        self.publicURL = publicURL
    }

    /// Whether a page of `origin` may send what it sent to `authority`.
    ///
    /// - Parameters:
    ///   - origin: The value of `Origin`. None is not a browser, and no page can hide it.
    ///   - scheme: How the request came to the nearest trusted proxy; nil when a proxy may have changed it.
    ///   - isByTrustedProxy: Whether a trusted proxy sent it. Some put the address they connect to into `Host`.
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
