import NetPrimitives
import NetworkSimulator

/// A scenario file: the topology of a laboratory. Parts are named, and refer to each other by name.
struct Scenario: Decodable {
    /// Of everything that is left to chance.
    var seed: UInt64
    var segments: [SegmentDescription]
    var hosts: [HostDescription]
    var routers: [RouterDescription]
}

/// A segment.
struct SegmentDescription: Decodable {
    var name: String
    var isolatesHosts: Bool?
}

/// A host: a network namespace that gets a TUN device.
struct HostDescription: Decodable {
    var name: String
    var segment: String
    /// The file that stands for the namespace.
    var namespace: String
    /// What the device is called there.
    var interface: String
    var addresses: [IPAddressText]
    var link: LinkDescription?
}

/// A router.
struct RouterDescription: Decodable {
    var name: String
    var inside: String
    var outside: String
    var gateways: [IPAddressText]
    var addresses: [IPAddressText]
    var routes: [NetworkPrefixText]?
    var nat: NATDescription?
    var firewall: NATBehavior.Dependence?
    var rules: [RuleDescription]?
    var link: LinkDescription?

    /// What the core wants to know.
    var configuration: RouterConfiguration {
        var configuration = RouterConfiguration()
        configuration.gateways = gateways.map(\.value)
        configuration.addresses = addresses.map(\.value)
        configuration.routes = (routes ?? []).map(\.value)
        configuration.nat = nat?.behavior
        configuration.firewall = firewall
        configuration.rules = (rules ?? []).map(\.rule)
        return configuration
    }
}

/// A translator.
struct NATDescription: Decodable {
    var mapping: NATBehavior.Dependence
    var filtering: NATBehavior.Dependence
    var ports: NATBehavior.PortAssignment?
    var hairpinning: Bool?
    /// Seconds.
    var udpLifetime: Double?

    var behavior: NATBehavior {
        var behavior = NATBehavior(mapping: mapping, filtering: filtering)
        behavior.ports = ports ?? behavior.ports
        behavior.hairpinning = hairpinning ?? behavior.hairpinning
        behavior.udpLifetime = udpLifetime.map { .seconds($0) } ?? behavior.udpLifetime
        return behavior
    }
}

/// A rule about what may leave.
struct RuleDescription: Decodable {
    enum Transport: String, Decodable {
        case udp, tcp, echo
    }

    var verdict: EgressRule.Verdict
    var transport: Transport?
    var destination: NetworkPrefixText?
    var port: UInt16?

    var rule: EgressRule {
        let transport: TransportProtocol? =
            switch transport {
            case .udp: .udp
            case .tcp: .tcp
            case .echo: .echo
            case nil: nil
            }
        return EgressRule(verdict, transport, to: destination?.value, port: port)
    }
}

/// Both directions of a link.
struct LinkDescription: Decodable {
    /// Seconds each way.
    var delay: Double?
    /// Seconds.
    var jitter: Double?
    /// 0 to 1, each way.
    var loss: Double?
    /// 0 to 1, each way.
    var reordering: Double?
    /// Bits a second each way.
    var rate: Int?

    var properties: LinkProperties {
        LinkProperties(
            delay: .seconds(delay ?? 0),
            jitter: .seconds(jitter ?? 0),
            loss: loss ?? 0,
            reordering: reordering ?? 0,
            rate: rate
        )
    }
}

/// An address in JSON.
struct IPAddressText: Decodable {
    let value: IPAddress

    init(from decoder: any Decoder) throws {
        value = try decoder.parsed("an IP address", IPAddress.init)
    }
}

/// A network in JSON.
struct NetworkPrefixText: Decodable {
    let value: NetworkPrefix

    init(from decoder: any Decoder) throws {
        value = try decoder.parsed("a network", NetworkPrefix.init)
    }
}

extension Decoder {
    /// The string here, parsed. Throws a `DecodingError` that says what it should have been.
    fileprivate func parsed<Value>(_ what: String, _ parse: (String) -> Value?) throws -> Value {
        let text = try singleValueContainer().decode(String.self)
        guard let value = parse(text) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: codingPath, debugDescription: "'\(text)' is not \(what)")
            )
        }
        return value
    }
}
