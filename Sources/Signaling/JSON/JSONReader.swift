import NIOCore

/// A JSON value. Objects and arrays are readers at their first byte, because most of them are never read.
enum JSONValue {
    case null
    case boolean(Bool)
    /// A number without fraction and exponent that fits.
    case integer(Int64)
    /// Any other number.
    case number
    case string(String)
    case array(JSONReader)
    case object(JSONReader)
}

extension MessageError {
    fileprivate static let notJSON = malformed("The message is not JSON")
    fileprivate static let notObject = malformed("The message is not a JSON object")
    fileprivate static let tooDeep = malformed("The message nests too deep")
}

/// Reads JSON (RFC 8259) and checks all of it on the way.
///
/// It builds no tree: a value that is not asked for is checked and skipped, and costs no memory. Recursion ends at
/// `nesting`. A nested value that is asked for is read once more, so the time is the length of the text times the levels
/// of the message, of which there are four.
struct JSONReader {
    private let bytes: [UInt8]
    private let nesting: Int
    private var position = 0

    private init(_ bytes: [UInt8], nesting: Int) {
        self.bytes = bytes
        self.nesting = nesting
    }

    /// Reads the one object in the readable bytes of `buffer`. Throws when they are anything else, or more than
    /// `limit`.
    static func message(in buffer: ByteBuffer, atMost limit: Int) throws(MessageError) -> JSONObject {
        guard buffer.readableBytes <= limit else { throw .malformed("The message is longer than \(limit) bytes") }
        var reader = JSONReader(Array(buffer.readableBytesView), nesting: SignalingLimits.nesting)
        reader.skipSpace()
        guard reader.peek() == UInt8(ascii: "{") else {
            try reader.skipValue(depth: 0)
            throw .notObject
        }
        let object = try reader.object(depth: 1)
        reader.skipSpace()
        guard reader.peek() == nil else { throw .notJSON }
        return object
    }

    // MARK: Nested values

    /// Reads the object that begins here.
    func object() throws(MessageError) -> JSONObject {
        var reader = self
        return try reader.object(depth: 1)
    }

    /// Reads the array that begins here. Returns nil when it has more than `limit` elements.
    func elements(atMost limit: Int) throws(MessageError) -> [JSONValue]? {
        var reader = self
        var elements: [JSONValue] = []
        var isTooLong = false
        try reader.sequence(until: UInt8(ascii: "]"), depth: 1) { (reader) throws(MessageError) in
            isTooLong = isTooLong || elements.count == limit
            if isTooLong {
                try reader.skipValue(depth: 1)
            } else {
                elements.append(try reader.value(depth: 1))
            }
        }
        return isTooLong ? nil : elements
    }

    // MARK: Values

    /// Reads an object. Of members with the same name the last one counts, as in a browser.
    private mutating func object(depth: Int) throws(MessageError) -> JSONObject {
        var object = JSONObject()
        try sequence(until: UInt8(ascii: "}"), depth: depth) { (reader) throws(MessageError) in
            let name = FieldName(rawValue: try reader.memberName())
            if let name {
                object[name] = try reader.value(depth: depth)
            } else {
                try reader.skipValue(depth: depth)
            }
        }
        return object
    }

    private mutating func value(depth: Int) throws(MessageError) -> JSONValue {
        let start = self
        switch peek() {
        case UInt8(ascii: "{"):
            try skipValue(depth: depth)
            return .object(start)
        case UInt8(ascii: "["):
            try skipValue(depth: depth)
            return .array(start)
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

    private mutating func skipValue(depth: Int) throws(MessageError) {
        switch peek() {
        case UInt8(ascii: "{"):
            try sequence(until: UInt8(ascii: "}"), depth: depth + 1) { (reader) throws(MessageError) in
                try reader.skipMemberName()
                try reader.skipValue(depth: depth + 1)
            }
        case UInt8(ascii: "["):
            try sequence(until: UInt8(ascii: "]"), depth: depth + 1) { (reader) throws(MessageError) in
                try reader.skipValue(depth: depth + 1)
            }
        case UInt8(ascii: "\""):
            _ = try scanString()
        default:
            _ = try value(depth: depth)
        }
    }

    /// Reads the members of an object or the elements of an array, each by `element`.
    private mutating func sequence(
        until end: UInt8,
        depth: Int,
        element: (inout JSONReader) throws(MessageError) -> Void
    ) throws(MessageError) {
        guard depth <= nesting else { throw .tooDeep }
        position += 1
        skipSpace()
        guard !take(end) else { return }
        repeat {
            skipSpace()
            try element(&self)
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(end) else { throw .notJSON }
    }

    private mutating func memberName() throws(MessageError) -> String {
        guard peek() == UInt8(ascii: "\"") else { throw .notJSON }
        let name = try string()
        try colon()
        return name
    }

    private mutating func skipMemberName() throws(MessageError) {
        guard peek() == UInt8(ascii: "\"") else { throw .notJSON }
        _ = try scanString()
        try colon()
    }

    private mutating func colon() throws(MessageError) {
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw .notJSON }
        skipSpace()
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(MessageError) -> JSONValue {
        let end = position + text.utf8CodeUnitCount
        guard end <= bytes.count, text.withUTF8Buffer({ bytes[position..<end].elementsEqual($0) }) else {
            throw .notJSON
        }
        position = end
        return value
    }

    private mutating func number() throws(MessageError) -> JSONValue {
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

    private mutating func string() throws(MessageError) -> String {
        let (content, isEscaped) = try scanString()
        guard isEscaped else { return String(decoding: bytes[content], as: UTF8.self) }
        var reader = self
        reader.position = content.lowerBound
        var text: [UInt8] = []
        text.reserveCapacity(content.count)
        while reader.position < content.upperBound {
            let run = reader.position
            reader.skipRun()
            text.append(contentsOf: bytes[run..<reader.position])
            if reader.take(UInt8(ascii: "\\")) {
                text.append(contentsOf: UTF8.encode(try reader.escape()) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Checks the string that begins here. Returns the range between its quotes, and whether it has escapes.
    private mutating func scanString() throws(MessageError) -> (content: Range<Int>, isEscaped: Bool) {
        position += 1
        let start = position
        var isEscaped = false
        var isASCII = skipRun()
        while take(UInt8(ascii: "\\")) {
            isEscaped = true
            _ = try escape()
            isASCII = skipRun() && isASCII
        }
        let content = start..<position
        guard take(UInt8(ascii: "\"")) else { throw .notJSON }
        // Escapes are ASCII and stand for whole scalars, so UTF-8 may be checked before they are replaced.
        guard isASCII || String(validating: bytes[content], as: UTF8.self) != nil else { throw .notJSON }
        return (content, isEscaped)
    }

    /// Skips to the next quote, backslash or control character. Returns whether all bytes before it are ASCII.
    @discardableResult
    private mutating func skipRun() -> Bool {
        var union: UInt8 = 0
        for byte in bytes[position...] {
            guard byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
            union |= byte
            position += 1
        }
        return union < 0x80
    }

    /// Reads the rest of an escape, after its backslash.
    private mutating func escape() throws(MessageError) -> Unicode.Scalar {
        guard let byte = peek() else { throw .notJSON }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw .notJSON
        }
    }

    /// Reads the rest of `\uXXXX` or of a surrogate pair. Half a pair, which a script can send, is U+FFFD.
    private mutating func unicodeEscape() throws(MessageError) -> Unicode.Scalar {
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

    private mutating func codeUnit() throws(MessageError) -> UInt16 {
        guard position + 4 <= bytes.count else { throw .notJSON }
        var unit: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = UInt16(String(decoding: [byte], as: UTF8.self), radix: 16) else { throw .notJSON }
            unit = unit << 4 | digit
        }
        position += 4
        return unit
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
