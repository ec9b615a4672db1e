import QRCodes

/// A size of QR codes with error correction level M (ISO/IEC 18004, tables 1 and 9).
struct QRVersion {
    /// The version, from 1 to 40.
    let number: Int

    init(_ number: Int) { self.number = number }

    /// Number of modules along one side.
    var width: Int { 17 + 4 * number }

    /// Codewords of error correction in each block.
    var correction: Int { Self.correction[number - 1] }

    /// Number of blocks.
    var blocks: Int { Self.blocks[number - 1] }

    /// The size of the length field of a text, in bits.
    var lengthBits: Int { number < 10 ? 8 : 16 }

    /// The number of all codewords.
    var codewords: Int {
        var modules = (16 * number + 128) * number + 64
        if number >= 2 {
            let alignments = number / 7 + 2
            modules -= (25 * alignments - 10) * alignments - 55
            if number >= 7 { modules -= 36 }
        }
        return modules / 8
    }

    /// The longest text in bytes.
    var capacity: Int { ((codewords - correction * blocks) * 8 - 4 - lengthBits) / 8 }

    /// The centres of alignment patterns, in both directions.
    var alignments: [Int] {
        guard number > 1 else { return [] }
        let count = number / 7 + 2
        let step = number == 32 ? 26 : (number * 4 + count * 2 + 1) / (count * 2 - 2) * 2
        return [6] + (0..<count - 1).map { width - 7 - $0 * step }
    }

    private static let correction = [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
        26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ]
    private static let blocks = [
        1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
        17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
    ]
}

/// A reader of undamaged codes of level M: every pattern and every codeword of error correction must be right.
struct QRReader {
    private let code: QRCode
    private let version: QRVersion
    private var width: Int { version.width }

    init(_ code: QRCode, _ version: QRVersion) {
        self.code = code
        self.version = version
    }

    /// The bytes in the code.
    func text() -> [UInt8] {
        let reserved = patterns()
        let data = blocks(of: codewords(mask: mask(), reserved: reserved))
        return segments(of: data)
    }

    // MARK: Patterns

    /// Checks the patterns that every code has, and returns which modules they and the format and version information
    /// take, row by row.
    private func patterns() -> [Bool] {
        var reserved = [Bool](repeating: false, count: width * width)
        let last = width - 1
        for at in 0..<width {
            reserved[at * width + 6] = true
            reserved[6 * width + at] = true
            guard (8..<width - 8).contains(at) else { continue }
            let isDark = at.isMultiple(of: 2)
            precondition(code.isDark(x: at, y: 6) == isDark && code.isDark(x: 6, y: at) == isDark, "a timing pattern")
        }
        reserve(0..<9, 0..<9, in: &reserved)
        reserve(width - 8..<width, 0..<9, in: &reserved)
        reserve(0..<9, width - 8..<width, in: &reserved)
        for (x, y) in [(3, 3), (last - 3, 3), (3, last - 3)] { checkRings(around: x, y, radius: 3) }
        if version.number >= 7 {
            reserve(width - 11..<width - 8, 0..<6, in: &reserved)
            reserve(0..<6, width - 11..<width - 8, in: &reserved)
            checkVersion()
        }
        for x in version.alignments {
            for y in version.alignments {
                // The finder patterns are in three corners.
                guard ![[6, 6], [6, width - 7], [width - 7, 6]].contains([x, y]) else { continue }
                reserve(x - 2..<x + 3, y - 2..<y + 3, in: &reserved)
                checkRings(around: x, y, radius: 2)
            }
        }
        precondition(code.isDark(x: 8, y: width - 8), "the dark module is light")
        return reserved
    }

    private func reserve(_ columns: Range<Int>, _ rows: Range<Int>, in reserved: inout [Bool]) {
        for y in rows {
            for x in columns { reserved[y * width + x] = true }
        }
    }

    /// Checks concentric squares, the outermost dark. A finder's centre is three wide, an alignment pattern's one.
    private func checkRings(around x: Int, _ y: Int, radius: Int) {
        for dy in -radius...radius {
            for dx in -radius...radius {
                let ring = max(abs(dx), abs(dy))
                precondition(code.isDark(x: x + dx, y: y + dy) == (ring != radius - 1), "a pattern is broken")
            }
        }
    }

    private func checkVersion() {
        let expected = version.number << 12 | Self.remainder(version.number, of: 0x1F25, degree: 12)
        for bit in 0..<18 {
            let isDark = expected >> bit & 1 == 1
            let (far, near) = (width - 11 + bit % 3, bit / 3)
            precondition(code.isDark(x: far, y: near) == isDark, "another version is written")
            precondition(code.isDark(x: near, y: far) == isDark, "another version is written")
        }
    }

    /// The number of the mask, which must be written twice, with level M.
    private func mask() -> Int {
        let first =
            (0..<6).map { (8, $0) } + [(8, 7), (8, 8), (7, 8)] + (9..<15).map { (14 - $0, 8) }
        let second = (0..<8).map { (width - 1 - $0, 8) } + (8..<15).map { (8, width - 15 + $0) }
        let formats = [first, second].map { places in
            places.reversed().reduce(0) { $0 << 1 | (code.isDark(x: $1.0, y: $1.1) ? 1 : 0) } ^ 0x5412
        }
        precondition(formats[0] == formats[1], "the format differs")
        let data = formats[0] >> 10
        precondition(formats[0] & 0x3FF == Self.remainder(data, of: 0x537, degree: 10), "the format is broken")
        precondition(data >> 3 == 0, "another level")
        return data & 7
    }

    /// The remainder of `value`, shifted by `degree`, divided by a polynomial of that degree over GF(2).
    private static func remainder(_ value: Int, of polynomial: Int, degree: Int) -> Int {
        (0..<degree).reduce(value) { rest, _ in rest << 1 ^ (rest >> (degree - 1) & 1) * polynomial }
    }

    // MARK: Codewords

    /// The bits in pairs of columns from the right, upwards and downwards in turn.
    private func codewords(mask: Int, reserved: [Bool]) -> [UInt8] {
        var words: [UInt8] = []
        var (word, bits) = (UInt8(0), 0)
        var isUpward = true
        for right in Array(stride(from: width - 1, to: 6, by: -2)) + [5, 3, 1] {
            for step in 0..<width {
                let y = isUpward ? width - 1 - step : step
                for x in [right, right - 1] where !reserved[y * width + x] {
                    word = word << 1 | (code.isDark(x: x, y: y) != Self.isTurned(mask, x, y) ? 1 : 0)
                    bits += 1
                    if bits.isMultiple(of: 8) { words.append(word) }
                }
            }
            isUpward.toggle()
        }
        precondition(words.count == version.codewords, "there are other than the codewords of the version")
        return words
    }

    private static func isTurned(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
        switch mask {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (x / 3 + y / 2) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }

    /// The data of all blocks, whose codewords are interleaved; the last blocks may have one more.
    private func blocks(of codewords: [UInt8]) -> [UInt8] {
        let short = codewords.count / version.blocks - version.correction
        let firstLong = version.blocks - codewords.count % version.blocks
        var blocks = [[UInt8]](repeating: [], count: version.blocks)
        var next = codewords.makeIterator()
        for row in 0..<short + 1 + version.correction {
            for block in blocks.indices where row != short || block >= firstLong {
                if let word = next.next() { blocks[block].append(word) }
            }
        }
        precondition(areWhole(blocks), "a block has an error")
        return blocks.flatMap { $0.dropLast(version.correction) }
    }

    /// Whether the generator of the error correction divides the blocks.
    private func areWhole(_ blocks: [[UInt8]]) -> Bool {
        var root: UInt8 = 1
        for _ in 0..<version.correction {
            let multiples = Self.multiples(of: root)
            guard blocks.allSatisfy({ $0.reduce(0) { multiples[Int($0)] ^ $1 } == 0 }) else { return false }
            root = multiples[2]
        }
        return true
    }

    /// All products with `factor` in the field of 256 elements of QR codes.
    private static func multiples(of factor: UInt8) -> [UInt8] {
        var products: [UInt8] = [0]
        var power = factor
        for _ in 0..<8 {
            products += products.map { $0 ^ power }
            power = power << 1 ^ (power >> 7) * 0x1D
        }
        return products
    }

    // MARK: Text

    /// The bytes of all segments.
    private func segments(of data: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        var at = 0
        func take(_ bits: Int) -> Int {
            defer { at += bits }
            return (at..<at + bits).reduce(0) { $0 << 1 | Int(data[$1 / 8] >> (7 - $1 % 8) & 1) }
        }
        while at + 4 <= data.count * 8 {
            let mode = take(4)
            if mode == 0 { break }
            precondition(mode == 4, "a segment is not of bytes")
            for _ in 0..<take(version.lengthBits) { text.append(UInt8(take(8))) }
        }
        return text
    }
}
