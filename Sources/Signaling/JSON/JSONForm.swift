/// The JSON form of a type: one description from which values are both read and written.
struct JSONForm<Value>: Sendable {
    /// Reads a value. Throws an error without the name of the field, which the form does not know.
    let read: @Sendable (JSONValue) throws(MessageError) -> Value
    /// Writes a value, without checking limits.
    let write: @Sendable (Value, inout JSONWriter) -> Void
}

// MARK: Scalars

extension JSONForm where Value == String {
    /// A string of at most `limit` bytes.
    static func text(atMost limit: Int) -> JSONForm {
        JSONForm { (value) throws(MessageError) in
            guard case .string(let text) = value else { throw .malformed("is not a string") }
            guard text.utf8.count <= limit else { throw .malformed("is longer than \(limit) bytes") }
            return text
        } write: { text, writer in
            writer.string(text)
        }
    }
}

extension JSONForm where Value == Bool {
    static var boolean: JSONForm {
        JSONForm { (value) throws(MessageError) in
            guard case .boolean(let flag) = value else { throw .malformed("is not true or false") }
            return flag
        } write: { flag, writer in
            writer.boolean(flag)
        }
    }
}

extension JSONForm where Value == Int64 {
    static var integer: JSONForm {
        JSONForm { (value) throws(MessageError) in
            guard case .integer(let number) = value else { throw .malformed("is not an integer") }
            return number
        } write: { number, writer in
            writer.integer(number)
        }
    }
}

extension JSONForm where Value == Int {
    /// A count, at least 0. A larger one than `limit` is read as `limit`.
    static func count(atMost limit: Int = .max) -> JSONForm {
        JSONForm<Int64>.integer.mapped { (number) throws(MessageError) in
            guard number >= 0 else { throw .malformed("is less than 0") }
            return Int(clamping: min(number, Int64(limit)))
        } back: {
            Int64($0)
        }
    }
}

extension JSONForm {
    /// Returns the form of another type. `make` converts a value that was read or throws, `back` is its inverse.
    func mapped<Other>(
        _ make: @escaping @Sendable (Value) throws(MessageError) -> Other,
        back: @escaping @Sendable (Other) -> Value
    ) -> JSONForm<Other> {
        JSONForm<Other> { [read] (value) throws(MessageError) in
            try make(try read(value))
        } write: { [write] other, writer in
            write(back(other), &writer)
        }
    }

    /// A string that `make` converts. A string for which it returns nil is refused with `problem`.
    static func text(
        atMost limit: Int,
        _ make: @escaping @Sendable (String) -> Value?,
        back: @escaping @Sendable (Value) -> String,
        problem: String
    ) -> JSONForm {
        JSONForm<String>.text(atMost: limit).mapped { (text) throws(MessageError) in
            guard let value = make(text) else { throw .malformed(problem) }
            return value
        } back: {
            back($0)
        }
    }
}

extension JSONForm where Value: RawRepresentable<String> & SendableMetatype {
    /// A raw value of a type. Any other string is refused with `problem`.
    static func word(_ problem: String) -> JSONForm {
        // 32 bytes: longer than any word of the protocol.
        text(atMost: 32, { Value(rawValue: $0) }, back: { $0.rawValue }, problem: problem)
    }
}

extension JSONForm where Value: RawRepresentable<String> & CaseIterable & SendableMetatype {
    /// One of the raw values of a type, which an error lists.
    static var choice: JSONForm {
        word("is none of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
    }
}

// MARK: Objects and arrays

extension JSONForm {
    /// An object with these fields.
    static func object(_ fields: Fields<Value>) -> JSONForm {
        JSONForm { (value) throws(MessageError) in
            guard case .object(let reader) = value else { throw .malformed("is not an object") }
            return try fields.read(try reader.object())
        } write: { value, writer in
            writer.beginObject()
            fields.write(value, &writer)
            writer.endObject()
        }
    }

    /// An array of at most `limit` values that have the form `element`.
    static func array<Element>(of element: JSONForm<Element>, atMost limit: Int) -> JSONForm where Value == [Element] {
        JSONForm { (value) throws(MessageError) in
            guard case .array(let reader) = value else { throw .malformed("is not an array") }
            guard let values = try reader.elements(atMost: limit) else {
                throw .malformed("has more than \(limit) elements")
            }
            var elements: [Element] = []
            elements.reserveCapacity(values.count)
            for (index, value) in values.enumerated() {
                do throws(MessageError) {
                    elements.append(try element.read(value))
                } catch {
                    throw error.inside("[\(index)]")
                }
            }
            return elements
        } write: { elements, writer in
            writer.beginArray()
            for value in elements { element.write(value, &writer) }
            writer.endArray()
        }
    }
}
