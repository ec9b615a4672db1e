import CQREncode

/// A QR code (ISO/IEC 18004): a square of dark and light modules.
package struct QRCode: Sendable, Equatable {
    /// The reason why a text has no QR code.
    package enum EncodingError: Error, Equatable {
        /// The text is empty.
        case empty
        /// The text is longer than a code of the largest size holds.
        case tooLong
    }

    /// Modules along one side, without the quiet zone.
    package let width: Int
    private let dark: [Bool]

    /// The width of the light border that must surround a code, in modules (ISO/IEC 18004, 5.3.8).
    package static let quietZone = 4

    /// Encodes the UTF-8 of `text` with error correction level M (15 %), which survives a smudge on a screen.
    ///
    /// - Throws: `EncodingError`.
    package init(encoding text: String) throws(EncodingError) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { throw .empty }
        // Version 0 means the smallest that fits.
        guard let code = QRcode_encodeData(CInt(bytes.count), bytes, 0, QR_ECLEVEL_M) else { throw .tooLong }
        defer { QRcode_free(code) }
        width = Int(code.pointee.width)
        // The lowest bit of each byte is the module's colour, 1 for dark; the other bits are its purpose.
        dark = UnsafeBufferPointer(start: code.pointee.data, count: width * width).map { $0 & 1 == 1 }
    }

    /// Whether the module at column `x` and row `y` is dark. Modules outside, in the quiet zone, are light.
    package func isDark(x: Int, y: Int) -> Bool {
        guard (0..<width).contains(x), (0..<width).contains(y) else { return false }
        return dark[y * width + x]
    }
}
