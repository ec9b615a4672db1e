/// Media types of the files that make up the page.
enum MediaType {
    static let html = "text/html; charset=utf-8"
    static let plainText = "text/plain; charset=utf-8"
    static let svg = "image/svg+xml"
    /// A certificate to install. RFC 2585 names `application/pkix-cert`, but phones need this one.
    static let authorityCertificate = "application/x-x509-ca-cert"

    private static let unknown = "application/octet-stream"

    /// The type of the file at `path`, by its suffix.
    static func ofFile(at path: String) -> String {
        switch path.split(separator: ".").last {
        case "html": html
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": svg
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "webmanifest": "application/manifest+json"
        case "woff2": "font/woff2"
        default: unknown
        }
    }

    /// Whether the file at `path` has one of the types of the page's files.
    static func isKnown(_ path: String) -> Bool { ofFile(at: path) != unknown }
}
