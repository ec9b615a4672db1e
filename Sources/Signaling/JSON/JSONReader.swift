/// A value in JSON as far as a flat message needs it: composite values are checked and skipped.
enum JSONScalar: Equatable {
    case null
    case boolean(Bool)
    /// A number without fraction and exponent that fits.
    case integer(Int64)
    /// Any other number.
    case number
    case string(String)
    /// An object or array.
    case composite
}

/// Reads one JSON object of a known vocabulary (RFC 8259) and checks all of the text on the way.
///
/// It holds no tree: what is not asked for is skipped, whatever it nests, without recursion beyond `nesting`.
struct JSONScanner {
    /// Why the text is not a message.
    enum Problem: String, Error {
        case notJSON = "The message is not JSON"
        case notObject = "The message is not a JSON object"
        case tooDeep = "The message nests too deep"
    }

    private let bytes: [UInt8]
    private let nesting: Int
    private var position = 0

    private init(_ bytes: [UInt8], nesting: Int) {
        self.bytes = bytes
        self.nesting = nesting
    }

    /// The members of the object whose names `known` returns a key for; of equal names the last one counts.
    static func members<Key: Hashable>(
        of bytes: [UInt8],
        nesting: Int,
        known: (String) -> Key?
    ) throws(Problem) -> [Key: JSONScalar] {
        var scanner = JSONScanner(bytes, nesting: nesting)
        scanner.skipSpace()
        guard scanner.peek() == UInt8(ascii: "{") else {
            _ = try scanner.value(depth: 0)
            throw .notObject
        }
        var members: [Key: JSONScalar] = [:]
        try scanner.object(depth: 1) { (name, value) in
            if let key = known(name) {
                members[key] = value
            }
        }
        scanner.skipSpace()
        guard scanner.position == bytes.count else { throw .notJSON }
        return members
    }

    // MARK: Values

    private mutating func value(depth: Int) throws(Problem) -> JSONScalar {
        switch peek() {
        case UInt8(ascii: "{"):
            try object(depth: depth + 1) { _, _ in }
            return .composite
        case UInt8(ascii: "["):
            try array(depth: depth + 1)
            return .composite
        case UInt8(ascii: "\""):
            return .string(try string())
        case UInt8(ascii: "t"):
            return try literal("true", .boolean(true))
        case UInt8(ascii: "f"):
            return try literal("false", .boolean(false))
        case UInt8(ascii: "n"):
            return try literal("null", .null)
        default:
            return try number()
        }
    }

    private mutating func object(depth: Int, member: (String, JSONScalar) -> Void) throws(Problem) {
        guard depth <= nesting else { throw .tooDeep }
        position += 1
        skipSpace()
        guard !take(UInt8(ascii: "}")) else { return }
        repeat {
            skipSpace()
            guard peek() == UInt8(ascii: "\"") else { throw .notJSON }
            let name = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw .notJSON }
            skipSpace()
            member(name, try value(depth: depth))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw .notJSON }
    }

    private mutating func array(depth: Int) throws(Problem) {
        guard depth <= nesting else { throw .tooDeep }
        position += 1
        skipSpace()
        guard !take(UInt8(ascii: "]")) else { return }
        repeat {
            skipSpace()
            _ = try value(depth: depth)
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw .notJSON }
    }

    private mutating func literal(_ text: StaticString, _ value: JSONScalar) throws(Problem) -> JSONScalar {
        let end = position + text.utf8CodeUnitCount
        guard end <= bytes.count, text.withUTF8Buffer({ bytes[position..<end].elementsEqual($0) }) else {
            throw .notJSON
        }
        position = end
        return value
    }

    private mutating func number() throws(Problem) -> JSONScalar {
        let start = position
        _ = take(UInt8(ascii: "-"))
        let firstDigit = position
        guard skipDigits() else { throw .notJSON }
        guard bytes[firstDigit] != UInt8(ascii: "0") || position == firstDigit + 1 else { throw .notJSON }
        var isInteger = true
        if take(UInt8(ascii: ".")) {
            isInteger = false
            guard skipDigits() else { throw .notJSON }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isInteger = false
            if !take(UInt8(ascii: "+")) {
                _ = take(UInt8(ascii: "-"))
            }
            guard skipDigits() else { throw .notJSON }
        }
        guard isInteger, let integer = Int64(String(decoding: bytes[start..<position], as: UTF8.self)) else {
            return .number
        }
        return .integer(integer)
    }

    // MARK: Strings

    private mutating func string() throws(Problem) -> String {
        position += 1
        let start = position
        while let byte = peek(), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            guard byte >= 0x20 else { throw .notJSON }
            position += 1
        }
        guard peek() == UInt8(ascii: "\\") else {
            let end = position
            guard take(UInt8(ascii: "\"")) else { throw .notJSON }
            return try text(bytes[start..<end])
        }
        return try escapedString(from: start)
    }

    private mutating func escapedString(from start: Int) throws(Problem) -> String {
        var unescaped = Array(bytes[start..<position])
        while let byte = peek(), byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw .notJSON }
            position += 1
            if byte == UInt8(ascii: "\\") {
                try escape(into: &unescaped)
            } else {
                unescaped.append(byte)
            }
        }
        guard take(UInt8(ascii: "\"")) else { throw .notJSON }
        return try text(unescaped[...])
    }

    private mutating func escape(into text: inout [UInt8]) throws(Problem) {
        guard let byte = peek() else { throw .notJSON }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(Character(try unicodeEscape())).utf8)
        default: throw .notJSON
        }
    }

    /// The scalar of `\uXXXX` or of a surrogate pair. Half a pair, which a script can send, is U+FFFD.
    private mutating func unicodeEscape() throws(Problem) -> Unicode.Scalar {
        let unit = try codeUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        let afterFirst = position
        guard unit < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            position = afterFirst
            return "\u{FFFD}"
        }
        let second = try codeUnit()
        guard (0xDC00...0xDFFF).contains(second) else {
            position = afterFirst
            return "\u{FFFD}"
        }
        let value = 0x10000 + (UInt32(unit - 0xD800) << 10 | UInt32(second - 0xDC00))
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    private mutating func codeUnit() throws(Problem) -> UInt16 {
        guard position + 4 <= bytes.count else { throw .notJSON }
        var unit: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = UInt16(String(decoding: [byte], as: UTF8.self), radix: 16) else { throw .notJSON }
            unit = unit << 4 | digit
        }
        position += 4
        return unit
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws(Problem) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notJSON }
        return text
    }

    // MARK: Bytes

    private func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipDigits() -> Bool {
        let start = position
        while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            position += 1
        }
        return position > start
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D {
            position += 1
        }
    }
}
