/// Scheme, host and port: the origin of a page (RFC 6454), or the address under which a server is published.
package struct WebOrigin: Hashable, Sendable {
    /// `http` or `https`.
    package let scheme: RequestScheme
    /// The host.
    package let host: HostAndPort.Host
    /// The port; the scheme's default when the text named none.
    package let port: UInt16

    /// An origin of these parts.
    package init(scheme: RequestScheme, host: HostAndPort.Host, port: UInt16) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// The origin of a request that was sent to `authority` by `scheme`.
    package init(scheme: RequestScheme, authority: HostAndPort) {
        self.scheme = scheme
        host = authority.host
        port = authority.port ?? scheme.defaultPort
    }

    /// Reads `https://ferry.example.org` with or without a port and a final slash; nil for anything else, including
    /// `null`.
    package init?(_ text: String) {
        guard let mark = text.firstRange(of: "://"),
            let scheme = RequestScheme(rawValue: text[..<mark.lowerBound].lowercased())
        else { return nil }
        let rest = text[mark.upperBound...]
        guard let authority = HostAndPort(String(rest.hasSuffix("/") ? rest.dropLast() : rest)) else { return nil }
        self.init(scheme: scheme, authority: authority)
    }
}

extension WebOrigin: CustomStringConvertible {
    /// The form that browsers send: without a default port and without a slash.
    package var description: String {
        "\(scheme.rawValue)://\(HostAndPort(host: host, port: port == scheme.defaultPort ? nil : port))"
    }
}

/// The scheme of an HTTP request.
package enum RequestScheme: String, Hashable, Sendable {
    case http, https

    /// The port of URLs that name none.
    package var defaultPort: UInt16 {
        switch self {
        case .http: 80
        case .https: 443
        }
    }
}
