/// The fields of one message, with the checks that give a wrong one its error.
struct MessageFields {
    /// The names of all fields a client sends.
    enum Name: String {
        case type, `protocol`, name, kind, webrtc, availability, token, instance
        case to, call, sdp, candidate, mid, line, ufrag, code, message, key, path, reason, elapsed
    }

    private let values: [Name: JSONScalar]

    /// Throws when `bytes` are not one JSON object within the limits.
    init(_ bytes: [UInt8]) throws(MessageError) {
        do throws(JSONScanner.Problem) {
            values = try JSONScanner.members(
                of: bytes,
                nesting: SignalingLimits.nesting,
                known: Name.init(rawValue:)
            )
        } catch {
            throw .malformed(error.rawValue)
        }
    }

    /// Whether the field is there and not null.
    func has(_ name: Name) -> Bool {
        values[name, default: .null] != .null
    }

    func string(_ name: Name, atMost limit: Int) throws(MessageError) -> String {
        guard case .string(let text) = try value(name) else { throw .field(name.rawValue, "is not a string") }
        guard text.utf8.count <= limit else { throw .field(name.rawValue, "is longer than \(limit) bytes") }
        return text
    }

    /// Nil when the field is missing or null.
    func optionalString(_ name: Name, atMost limit: Int) throws(MessageError) -> String? {
        has(name) ? try string(name, atMost: limit) : nil
    }

    func integer(_ name: Name) throws(MessageError) -> Int64 {
        guard case .integer(let number) = try value(name) else { throw .field(name.rawValue, "is not an integer") }
        return number
    }

    func boolean(_ name: Name) throws(MessageError) -> Bool {
        guard case .boolean(let flag) = try value(name) else { throw .field(name.rawValue, "is not true or false") }
        return flag
    }

    /// One of the words of `Choice`.
    func choice<Choice: RawRepresentable & CaseIterable>(_ name: Name) throws(MessageError) -> Choice
    where Choice.RawValue == String {
        // 32 bytes: longer than any word of ours.
        guard let choice = Choice(rawValue: try string(name, atMost: 32)) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .field(name.rawValue, "is none of \(words)")
        }
        return choice
    }

    private func value(_ name: Name) throws(MessageError) -> JSONScalar {
        guard let value = values[name] else { throw .field(name.rawValue, "is missing") }
        return value
    }
}
