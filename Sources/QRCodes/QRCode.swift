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

extension QRCode {
    /// The code as an SVG document with a white background that includes the quiet zone; a module is one user unit
    /// wide.
    package func svg() -> String {
        let side = width + 2 * Self.quietZone
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges">\
            <rect width="\(side)" height="\(side)" fill="#fff"/><path d="\(outline())"/></svg>
            """
    }

    /// The path: one closed bar for each run of dark modules in a row.
    private func outline() -> String {
        var path = ""
        for y in 0..<width {
            var x = 0
            while x < width {
                guard isDark(x: x, y: y) else {
                    x += 1
                    continue
                }
                let start = x
                while isDark(x: x, y: y) { x += 1 }
                path += "M\(start + Self.quietZone) \(y + Self.quietZone)h\(x - start)v1h-\(x - start)z"
            }
        }
        return path
    }
}

extension QRCode {
    /// The code as lines of half blocks, two rows of modules in each line.
    ///
    /// - Parameter colored: Whether to set black on white with escape sequences, independent of the terminal's colours.
    ///   Otherwise the light modules are drawn in the text colour, which is right on a dark background.
    package func terminalLines(colored: Bool) -> [String] {
        let rows = -Self.quietZone..<width + Self.quietZone
        return stride(from: rows.lowerBound, to: rows.upperBound, by: 2).map { y in
            let blocks = rows.map { x in block(x: x, y: y, dark: colored) }.joined()
            return colored ? "\u{1B}[38;5;16;48;5;231m\(blocks)\u{1B}[0m" : blocks
        }
    }

    /// The character for two modules, one above the other; the halves that are `dark` are drawn.
    private func block(x: Int, y: Int, dark: Bool) -> String {
        switch (isDark(x: x, y: y) == dark, isDark(x: x, y: y + 1) == dark) {
        case (true, true): "█"
        case (true, false): "▀"
        case (false, true): "▄"
        case (false, false): " "
        }
    }
}
