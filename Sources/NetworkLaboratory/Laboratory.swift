import NetPrimitives
import NetworkSimulator

/// The network of a scenario, with the names of its parts.
struct Laboratory {
    var network: SimulatedNetwork
    private(set) var hosts: [(description: HostDescription, id: HostID)] = []
    private var segments: [String: SegmentID] = [:]
    private var routers: [String: RouterID] = [:]

    /// Throws ``LaboratoryError`` when the scenario refers to a part that it does not define.
    init(_ scenario: Scenario) throws {
        network = SimulatedNetwork(seed: scenario.seed)
        for segment in scenario.segments {
            segments[segment.name] = network.addSegment(isolatesHosts: segment.isolatesHosts ?? false)
        }
        for host in scenario.hosts {
            let link = host.link?.properties ?? .ideal
            let addresses = host.addresses.map(\.value)
            let id = network.addHost(on: try segment(host.segment), addresses: addresses, up: link, down: link)
            hosts.append((host, id))
        }
        for router in scenario.routers {
            let link = router.link?.properties ?? .ideal
            routers[router.name] = network.addRouter(
                inside: try segment(router.inside),
                outside: try segment(router.outside),
                router.configuration,
                up: link,
                down: link
            )
        }
    }

    /// Executes a command from standard input. Throws ``LaboratoryError`` when it names an unknown part.
    mutating func obey(_ command: Command) throws {
        switch command {
        case .link(let name, let direction, let link):
            let attachment = try attachment(name)
            for direction in direction.directions {
                network.setLink(of: attachment, direction, to: link.properties)
            }
        case .router(let description):
            guard let router = routers[description.name] else { throw LaboratoryError.unknown(description.name) }
            network.reconfigure(router, description.configuration)
        case .host(let name, let segmentName, let addresses):
            guard let host = host(name) else { throw LaboratoryError.unknown(name) }
            network.move(host, to: try segmentName.map(segment), addresses: addresses.map(\.value))
        case .drops:
            break
        }
    }

    private func segment(_ name: String) throws -> SegmentID {
        guard let segment = segments[name] else { throw LaboratoryError.unknown(name) }
        return segment
    }

    private func host(_ name: String) -> HostID? {
        hosts.first { $0.description.name == name }?.id
    }

    private func attachment(_ name: String) throws -> Attachment {
        if let host = host(name) { return .host(host) }
        guard let router = routers[name] else { throw LaboratoryError.unknown(name) }
        return .outside(router)
    }
}

/// The reason why the laboratory cannot start, or cannot execute a command.
enum LaboratoryError: Error, CustomStringConvertible {
    case usage
    case unreadable(String)
    case unknown(String)
    case noDevice(String, code: Int32)

    var description: String {
        switch self {
        case .usage:
            "Name one scenario file: network-laboratory SCENARIO.json"
        case .unreadable(let what):
            "Cannot read \(what)."
        case .unknown(let name):
            "The scenario has no '\(name)'."
        case .noDevice(let host, let code):
            "Cannot make a TUN device for '\(host)' (errno \(code)). It takes root, /dev/net/tun and the namespace."
        }
    }
}
