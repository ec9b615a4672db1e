/// How a request came, as far as it is known.
package enum RequestScheme: String, Hashable, Sendable {
    case http, https

    /// The port that goes without saying.
    package var defaultPort: UInt16 {
        switch self {
        case .http: 80
        case .https: 443
        }
    }
}
