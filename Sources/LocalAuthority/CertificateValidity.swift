package import FoundationEssentials
import X509

/// The validity period of the first certificate in a PEM text (RFC 5280, 4.1.2.5).
package struct CertificateValidity: Sendable, Equatable {
    /// The certificate is not valid before this time.
    package let start: Date
    /// The certificate is not valid after this time.
    package let end: Date

    /// A period between these times.
    package init(start: Date, end: Date) {
        self.start = start
        self.end = end
    }

    /// Reads the period of the first certificate in `text`.
    ///
    /// - Throws: When `text` contains no certificate.
    package init(certificate text: String) throws {
        let certificate = try Certificate(firstOf: text)
        self.init(start: certificate.notValidBefore, end: certificate.notValidAfter)
    }
}
