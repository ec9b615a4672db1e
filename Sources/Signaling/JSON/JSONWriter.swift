import NIOCore

/// Writes JSON (RFC 8259) straight into a buffer, members in the order of the calls.
struct JSONWriter {
    /// What was written.
    private(set) var buffer: ByteBuffer
    /// Whether the next member or element is the first of its object or array.
    private var isFirst = true

    /// Appends to `buffer`.
    init(buffer: ByteBuffer) {
        self.buffer = buffer
    }

    /// Makes room for so many bytes at once.
    mutating func reserve(_ bytes: Int) {
        buffer.reserveCapacity(minimumWritableBytes: bytes)
    }

    mutating func beginObject() {
        separate()
        buffer.writeInteger(UInt8(ascii: "{"))
        isFirst = true
    }

    mutating func endObject() {
        buffer.writeInteger(UInt8(ascii: "}"))
        isFirst = false
    }

    mutating func beginArray() {
        separate()
        buffer.writeInteger(UInt8(ascii: "["))
        isFirst = true
    }

    mutating func endArray() {
        buffer.writeInteger(UInt8(ascii: "]"))
        isFirst = false
    }

    /// The name of a member; its value follows. `key` is one of ours and needs no escapes.
    mutating func key(_ key: StaticString) {
        separate()
        buffer.writeInteger(UInt8(ascii: "\""))
        buffer.writeStaticString(key)
        buffer.writeStaticString("\":")
        isFirst = true
    }

    mutating func string(_ value: String) {
        separate()
        buffer.writeInteger(UInt8(ascii: "\""))
        writeEscaped(value)
        buffer.writeInteger(UInt8(ascii: "\""))
    }

    mutating func integer(_ value: Int) {
        separate()
        buffer.writeString(String(value))
    }

    mutating func boolean(_ value: Bool) {
        separate()
        buffer.writeStaticString(value ? "true" : "false")
    }

    mutating func null() {
        separate()
        buffer.writeStaticString("null")
    }

    /// An element that is JSON already.
    mutating func raw(_ json: ByteBuffer) {
        separate()
        buffer.writeImmutableBuffer(json)
    }

    private mutating func separate() {
        if !isFirst {
            buffer.writeInteger(UInt8(ascii: ","))
        }
        isFirst = false
    }

    private mutating func writeEscaped(_ text: String) {
        guard text.utf8.contains(where: Self.needsEscape) else {
            buffer.writeString(text)
            return
        }
        var rest = text.utf8[...]
        while let index = rest.firstIndex(where: Self.needsEscape) {
            buffer.writeBytes(rest[..<index])
            writeEscape(of: rest[index])
            rest = rest[rest.index(after: index)...]
        }
        buffer.writeBytes(rest)
    }

    private mutating func writeEscape(of byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): buffer.writeStaticString("\\\"")
        case UInt8(ascii: "\\"): buffer.writeStaticString("\\\\")
        case UInt8(ascii: "\n"): buffer.writeStaticString("\\n")
        case UInt8(ascii: "\r"): buffer.writeStaticString("\\r")
        case UInt8(ascii: "\t"): buffer.writeStaticString("\\t")
        default:
            let digits = String(byte, radix: 16)
            buffer.writeString(digits.count == 1 ? "\\u000\(digits)" : "\\u00\(digits)")
        }
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
}

// MARK: - Members in one call

extension JSONWriter {
    mutating func member(_ key: StaticString, string value: String) {
        self.key(key)
        string(value)
    }

    mutating func member(_ key: StaticString, integer value: Int) {
        self.key(key)
        integer(value)
    }

    mutating func member(_ key: StaticString, boolean value: Bool) {
        self.key(key)
        boolean(value)
    }

    /// A string, or null.
    mutating func member(_ key: StaticString, optional value: String?) {
        self.key(key)
        if let value {
            string(value)
        } else {
            null()
        }
    }

    mutating func member(_ key: StaticString, strings values: [String]) {
        self.key(key)
        beginArray()
        for value in values {
            string(value)
        }
        endArray()
    }
}
