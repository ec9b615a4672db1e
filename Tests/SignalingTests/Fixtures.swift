import FoundationEssentials
import NIOCore

/// The messages in Fixtures/signaling, which the page's tests read as well.
enum Fixtures {
    /// A valid message.
    struct Valid: Decodable {
        let name: String
        let message: JSONValue
        /// The message as Swift writes it, where that differs.
        let written: JSONValue?
    }

    /// A message of a server that a device ignores.
    struct Ignored: Decodable {
        let name: String
        let text: String
        let field: String?
    }

    /// An invalid message of a client.
    struct Invalid: Decodable {
        struct Fill: Decodable {
            let with: String
            let times: Int
        }

        let name: String
        let fill: Fill?
        let code: String
        let field: String?
        private let text: String

        /// The text with its long part filled in.
        var fullText: String {
            guard let fill else { return text }
            return text.replacing("<fill>", with: String(repeating: fill.with, count: fill.times))
        }
    }

    /// The entries of one file.
    static func load<Entry: Decodable>(_ file: String, as type: Entry.Type, here: String = #filePath) throws -> [Entry]
    {
        let root = URL(filePath: here).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = try Data(contentsOf: root.appending(path: "Fixtures/signaling").appending(path: file))
        return try JSONDecoder().decode([Entry].self, from: data)
    }
}

/// Any JSON value, to compare regardless of the order of members.
enum JSONValue: Codable, Equatable {
    case null
    case boolean(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let boolean = try? container.decode(Bool.self) {
            self = .boolean(boolean)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let string = try? container.decode(String.self) {
            self = .string(string)
        } else if let array = try? container.decode([JSONValue].self) {
            self = .array(array)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// Reads a whole text.
    init(text: ByteBuffer) throws {
        self = try JSONDecoder().decode(JSONValue.self, from: Data(text.readableBytesView))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// The value as text, written by another encoder.
    func encoded() throws -> ByteBuffer {
        ByteBuffer(bytes: try JSONEncoder().encode(self))
    }
}
