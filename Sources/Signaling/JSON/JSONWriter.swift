import NIOCore

/// Writes JSON (RFC 8259) straight into a buffer, members in the order of the calls.
struct JSONWriter {
    /// The text so far.
    private(set) var buffer: ByteBuffer
    /// Whether the next member or element is the first of its object or array.
    private var isFirst = true

    private init(buffer: ByteBuffer) {
        self.buffer = buffer
    }

    /// Appends the text that `body` writes to `buffer`.
    static func append(to buffer: inout ByteBuffer, _ body: (inout JSONWriter) -> Void) {
        var writer = JSONWriter(buffer: buffer)
        // A second reference would make the writer copy what is there already.
        buffer = ByteBuffer()
        body(&writer)
        buffer = writer.buffer
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

    /// The name of a member; its value follows.
    mutating func name(_ name: FieldName) {
        separate()
        buffer.writeInteger(UInt8(ascii: "\""))
        buffer.writeString(name.rawValue)
        buffer.writeStaticString("\":")
        isFirst = true
    }

    mutating func string(_ value: String) {
        separate()
        buffer.writeInteger(UInt8(ascii: "\""))
        writeEscaped(value)
        buffer.writeInteger(UInt8(ascii: "\""))
    }

    mutating func integer(_ value: Int64) {
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
    mutating func json(_ json: ByteBuffer) {
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
        var text = text
        // The bytes themselves are searched, because searching a view of the string takes three times as long.
        text.withUTF8 { bytes in
            var rest = bytes[...]
            while let index = rest.firstIndex(where: Self.needsEscape) {
                buffer.writeBytes(rest[..<index])
                writeEscape(of: rest[index])
                rest = rest[(index + 1)...]
            }
            buffer.writeBytes(rest)
        }
    }

    private mutating func writeEscape(of byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): buffer.writeStaticString("\\\"")
        case UInt8(ascii: "\\"): buffer.writeStaticString("\\\\")
        case 0x08: buffer.writeStaticString("\\b")
        case 0x0C: buffer.writeStaticString("\\f")
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
