/// Fields of a JSON object that hold one value together: one description from which they are both read and written, in
/// the order of the description.
struct Fields<Value>: Sendable {
    /// Reads the fields from an object. Throws an error that names the first wrong field.
    let read: @Sendable (JSONObject) throws(MessageError) -> Value
    /// Writes the fields as members of the current object.
    let write: @Sendable (Value, inout JSONWriter) -> Void
}

// MARK: One field

extension Fields {
    /// A required field.
    init(_ name: FieldName, _ form: JSONForm<Value>) {
        self.init { (object) throws(MessageError) in
            guard let value = object[name] else { throw .field(name, "is missing") }
            return try name.reporting(form, value)
        } write: { value, writer in
            writer.name(name)
            form.write(value, &writer)
        }
    }

    /// A field that is left out for nil. Null is read as nil, too.
    static func optional<Wrapped>(_ name: FieldName, _ form: JSONForm<Wrapped>) -> Fields where Value == Wrapped? {
        Fields { (object) throws(MessageError) in
            guard object.has(name), let value = object[name] else { return nil }
            return try name.reporting(form, value)
        } write: { value, writer in
            guard let value else { return }
            writer.name(name)
            form.write(value, &writer)
        }
    }

    /// A field that is null for nil. A missing field is read as nil, too.
    static func nullable<Wrapped>(_ name: FieldName, _ form: JSONForm<Wrapped>) -> Fields where Value == Wrapped? {
        Fields(read: Fields.optional(name, form).read) { value, writer in
            writer.name(name)
            if let value {
                form.write(value, &writer)
            } else {
                writer.null()
            }
        }
    }
}

extension FieldName {
    /// Reads the value of this field, and adds the field's name to an error.
    fileprivate func reporting<Value>(_ form: JSONForm<Value>, _ value: JSONValue) throws(MessageError) -> Value {
        do throws(MessageError) {
            return try form.read(value)
        } catch {
            throw error.inside(rawValue)
        }
    }
}

// MARK: Several fields

extension Fields {
    /// Several fields. `make` combines the values of `parts` into one or throws, `split` is its inverse.
    init<each Part>(
        _ parts: repeat Fields<each Part>,
        make: @escaping @Sendable (repeat each Part) throws(MessageError) -> Value,
        split: @escaping @Sendable (Value) -> (repeat each Part)
    ) {
        self.init { (object) throws(MessageError) in
            try make(repeat try (each parts).read(object))
        } write: { value, writer in
            let values = split(value)
            repeat (each parts).write(each values, &writer)
        }
    }
}

/// The form of one type of message.
struct MessageForm<Message, each Part>: Sendable {
    private let type: String
    private let parts: (repeat Fields<each Part>)
    private let make: @Sendable (repeat each Part) -> Message

    /// A message with this `type`, which `make` combines from the values of `parts`.
    init(
        _ type: String,
        _ parts: repeat Fields<each Part>,
        make: @escaping @Sendable (repeat each Part) -> Message
    ) {
        self.type = type
        self.parts = (repeat each parts)
        self.make = make
    }

    /// Reads the message from its object. Throws an error that names the first wrong field.
    func read(_ object: JSONObject) throws(MessageError) -> Message {
        make(repeat try (each parts).read(object))
    }

    /// Writes the message with these values.
    func write(_ values: repeat each Part, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name(.type)
        writer.string(type)
        repeat (each parts).write(each values, &writer)
        writer.endObject()
    }
}
