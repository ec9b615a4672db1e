import FoundationEssentials
import NIOCore

// The measured messages in types for Foundation's coders, without limits and without checks of IDs and names.

struct FoundationHello: Codable {
    var type: String
    var `protocol`: Int
    var name: String
    var kind: String
    var webrtc: Bool
    var availability: String
    var token: String?
    var instance: String?
}

struct FoundationOffer: Codable {
    var type: String
    var to: String?
    var from: String?
    var call: String
    var sdp: String
}

struct FoundationDevice: Codable {
    var id: String
    var name: String
    var kind: String
    var webrtc: Bool
    var availability: String
    var via: String
    var instance: String?
    var away: String?
}

struct FoundationPresence: Codable {
    var type: String
    var joined: [FoundationDevice]
    var changed: [FoundationDevice]
    var left: [String]
}

struct FoundationIceServer: Codable {
    var urls: [String]
    var username: String?
    var credential: String?
}

struct FoundationServer: Codable {
    var version: String
    var urls: [String]
    var secureUrls: [String]
    var relay: Bool
    var turn: Bool
    var probe: FoundationIceServer?
    var iceServers: [FoundationIceServer]
    var publicGrouping: Bool
    var ownAuthority: Bool
}

struct FoundationRoom: Codable {
    var kind: String
    var reason: String?
}

struct FoundationWelcome: Codable {
    var type: String
    var `protocol`: Int
    var id: String
    var token: String
    var you: FoundationDevice
    var room: FoundationRoom
    var devices: [FoundationDevice]
    var server: FoundationServer
}

/// A message of any type, which a receiver learns from the message itself.
enum FoundationMessage: Codable {
    case hello(FoundationHello)
    case offer(FoundationOffer)
    case presence(FoundationPresence)
    case welcome(FoundationWelcome)

    private enum CodingKeys: CodingKey {
        case type
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(String.self, forKey: .type) {
        case "hello": self = .hello(try FoundationHello(from: decoder))
        case "offer": self = .offer(try FoundationOffer(from: decoder))
        case "presence": self = .presence(try FoundationPresence(from: decoder))
        default: self = .welcome(try FoundationWelcome(from: decoder))
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .hello(let hello): try hello.encode(to: encoder)
        case .offer(let offer): try offer.encode(to: encoder)
        case .presence(let presence): try presence.encode(to: encoder)
        case .welcome(let welcome): try welcome.encode(to: encoder)
        }
    }

    static func decode(_ buffer: ByteBuffer) throws -> FoundationMessage {
        try JSONDecoder().decode(FoundationMessage.self, from: Data(buffer.readableBytesView))
    }

    func encode(into buffer: inout ByteBuffer) throws {
        buffer.writeBytes(try JSONEncoder().encode(self))
    }
}
