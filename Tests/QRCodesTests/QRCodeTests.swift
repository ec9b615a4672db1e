import QRCodes
import Testing

@Suite("QR codes")
struct QRCodeTests {
    @Test("A code has its three finder patterns and a light border")
    func finderPatterns() throws {
        let code = try QRCode(encoding: "http://192.168.1.5:8080")
        let last = code.width - 1
        for (x, y) in [(0, 0), (last - 6, 0), (0, last - 6)] {
            #expect((0..<7).allSatisfy { code.isDark(x: x + $0, y: y) && code.isDark(x: x, y: y + $0) })
            #expect((1..<6).allSatisfy { !code.isDark(x: x + $0, y: y + 1) })
            #expect(code.isDark(x: x + 3, y: y + 3))
        }
        #expect(!code.isDark(x: -1, y: 0))
        #expect(!code.isDark(x: 0, y: code.width))
    }

    @Test("The drawing for the page covers exactly the dark modules")
    func drawing() throws {
        let code = try QRCode(encoding: "http://192.168.1.5:8080/#code=7-amber-canoe")
        let svg = code.svg()
        #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(code.width + 8) "))
        #expect(svg.components(between: "<path ", and: "/>") == 1)
        let dark = (0..<code.width * code.width).count { code.isDark(x: $0 % code.width, y: $0 / code.width) }
        // Each bar is `hN` wide and one module high.
        let bars = svg.split(separator: "h").dropFirst().compactMap { Int($0.prefix { $0.isNumber }) }
        #expect(bars.reduce(0, +) == dark)
    }

    @Test("The terminal's drawing has two rows of modules in a line and resets its colours")
    func terminal() throws {
        let code = try QRCode(encoding: "http://192.168.1.5:8080")
        let lines = code.terminalLines(colored: true)
        #expect(lines.count == (code.width + 8 + 1) / 2)
        #expect(lines.allSatisfy { $0.hasSuffix("\u{1B}[0m") })
        #expect(code.terminalLines(colored: false).allSatisfy { $0.count == code.width + 8 })
    }

    @Test("Nothing, and more than a code holds, is refused")
    func refused() {
        #expect(throws: QRCode.EncodingError.empty) { try QRCode(encoding: "") }
        #expect(throws: QRCode.EncodingError.tooLong) { try QRCode(encoding: String(repeating: "x", count: 4000)) }
    }
}

extension String {
    /// The number of times that `start` is followed by `end`.
    fileprivate func components(between start: String, and end: String) -> Int {
        ranges(of: start).count { self[$0.upperBound...].contains(end) }
    }
}
