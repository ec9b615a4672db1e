/// The version of this program.
package enum Version {
    /// The version for `ferry --version`, the page and the metrics (Semantic Versioning 2.0.0).
    package static let current = "0.1.0"
}
