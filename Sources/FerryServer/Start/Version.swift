/// This program's version.
package enum Version {
    /// As `ferry --version` prints it and the page and the metrics show it (Semantic Versioning 2.0.0).
    package static let current = "0.1.0"
}
