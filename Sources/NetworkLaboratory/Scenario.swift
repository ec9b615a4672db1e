import NetPrimitives
import NetworkSimulator

/// A scenario file: the topology of a laboratory. Parts are named, and refer to each other by name.
struct Scenario: Decodable {
    /// The seed of all random numbers.
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
    /// The file of the network namespace.
    var namespace: String
    /// The name of the device in the namespace.
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

    /// The configuration for the simulator.
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

/// A network address translator.
struct NATDescription: Decodable {
    var mapping: NATBehavior.Dependence
    var filtering: NATBehavior.Dependence
    var ports: NATBehavior.PortAssignment?
    var hairpinning: Bool?
    /// In seconds.
    var udpLifetime: Double?

    var behavior: NATBehavior {
        var behavior = NATBehavior(mapping: mapping, filtering: filtering)
        behavior.ports = ports ?? behavior.ports
        behavior.hairpinning = hairpinning ?? behavior.hairpinning
        behavior.udpLifetime = udpLifetime.map { .seconds($0) } ?? behavior.udpLifetime
        return behavior
    }
}

/// A rule on outbound packets.
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

/// The properties of a link, the same in both directions.
struct LinkDescription: Decodable {
    /// In seconds, each way.
    var delay: Double?
    /// In seconds, each way.
    var jitter: Double?
    /// A probability from 0 to 1, each way.
    var loss: Double?
    /// A probability from 0 to 1, each way.
    var reordering: Double?
    /// In bits per second, each way.
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
    /// The string at this position, parsed. Throws a `DecodingError` that names the expected value.
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
