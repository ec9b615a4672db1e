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
