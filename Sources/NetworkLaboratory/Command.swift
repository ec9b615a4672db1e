import NetworkSimulator

/// A change while the network runs: one line of JSON on standard input, such as `{"set": "link", "name": "server",
/// "loss": 0.2}`. Each is answered with one line, `{}` or `{"error": …}`.
enum Command: Decodable {
    /// `{"set": "link", "name", "direction"?: "up" | "down", …}`: the link of a host, or a router's uplink.
    case link(String, Direction, LinkDescription)
    /// `{"set": "router", …}`: replaces the whole router, described as in the scenario. The router forgets its
    /// bindings.
    case router(RouterDescription)
    /// `{"set": "host", "name", "segment"?, "addresses"}`: moves a host to a segment, and replaces its addresses.
    case host(String, segment: String?, addresses: [IPAddressText])
    /// `{"get": "drops"}`: answered with the number of dropped packets, by reason.
    case drops

    /// The directions of a link that a command changes.
    enum Direction: String, Decodable {
        case up, down, both

        /// The directions as the simulator names them.
        var directions: [LinkDirection] {
            switch self {
            case .up: [.up]
            case .down: [.down]
            case .both: [.up, .down]
            }
        }
    }

    private enum Key: String, CodingKey {
        case set, get, name, direction, segment, addresses
    }

    private enum Subject: String, Decodable {
        case link, router, host
    }

    private enum Question: String, Decodable {
        case drops
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        guard let subject = try container.decodeIfPresent(Subject.self, forKey: .set) else {
            switch try container.decode(Question.self, forKey: .get) {
            case .drops: self = .drops
            }
            return
        }
        switch subject {
        case .link:
            self = .link(
                try container.decode(String.self, forKey: .name),
                try container.decodeIfPresent(Direction.self, forKey: .direction) ?? .both,
                try LinkDescription(from: decoder)
            )
        case .router:
            self = .router(try RouterDescription(from: decoder))
        case .host:
            self = .host(
                try container.decode(String.self, forKey: .name),
                segment: try container.decodeIfPresent(String.self, forKey: .segment),
                addresses: try container.decode([IPAddressText].self, forKey: .addresses)
            )
        }
    }
}
