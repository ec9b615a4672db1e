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
