package import FoundationEssentials
import X509

/// When the first certificate of a PEM text holds (RFC 5280, 4.1.2.5).
package struct CertificateValidity: Sendable, Equatable {
    /// It does not hold before.
    package let start: Date
    /// It does not hold after.
    package let end: Date

    /// Times as given.
    package init(start: Date, end: Date) {
        self.start = start
        self.end = end
    }

    /// Reads them.
    ///
    /// - Throws: When the text holds no certificate.
    package init(certificate text: String) throws {
        let certificate = try Certificate(firstOf: text)
        self.init(start: certificate.notValidBefore, end: certificate.notValidAfter)
    }
}
