import ArgumentParser
import FerryServer
import NetPrimitives

/// STUN and TURN, by which devices behind routers find a direct path, or one through this server.
struct TURNOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Whether the server answers STUN and TURN for its devices.", valueName: "on|off"))
    var turn: Toggle = .on

    @Option(
        help: ArgumentHelp(
            "UDP and TCP port of STUN and TURN, 0 to 65535. By default 3478, or a free one if that is taken.",
            valueName: "port"
        ),
        transform: Arguments.port
    )
    var turnPort: UInt16?

    @Option(
        help: ArgumentHelp(
            "TCP port of TURN over TLS, where HTTPS is on, 0 to 65535. By default 5349, or a free one if that is "
                + "taken.",
            valueName: "port"
        ),
        transform: Arguments.port
    )
    var turnsPort: UInt16?

    @Option(
        name: .customLong("external-ip"),
        help: ArgumentHelp(
            "The address under which the internet knows this machine, when it stands behind 1:1 NAT, in a container or "
                + "behind a proxy; with /LOCAL, which of its addresses is meant. May be repeated.",
            valueName: "ip[/local]"
        ),
        transform: Arguments.external
    )
    var external: [ServerConfiguration.TURN.External] = []

    @Option(
        help: ArgumentHelp(
            "Where browsers reach TURN, when that is not where they reach the page. An address also counts as "
                + "--external-ip when there is none; a name does not.",
            valueName: "host[:port]"
        ),
        transform: Arguments.hostAndPort
    )
    var turnPublic: HostAndPort?

    @Option(
        help: ArgumentHelp(
            "UDP ports of what TURN relays, which a firewall must let pass. By default 49152-65535.",
            valueName: "low-high"
        ),
        transform: Arguments.ports
    )
    var relayPorts: ClosedRange<UInt16>?

    @Option(
        help: ArgumentHelp(
            "TURN allocations at once; a connection takes one to four. Each takes two descriptors, and there are no more "
                + "than a quarter of the descriptors this process may have. By default 1024.",
            valueName: "count"
        ),
        transform: Arguments.count
    )
    var turnAllocations: Int?

    @Option(
        help: ArgumentHelp(
            "Bytes a second for one device, whatever its allocations: 10MB, or none for no limit. By default 125MB.",
            valueName: "bytes"
        ),
        transform: ByteLimit.init
    )
    var turnRate: ByteLimit?

    @Option(
        help: ArgumentHelp(
            "Bytes a second for all of TURN: 100MB, or none for no limit. By default 500MB.",
            valueName: "bytes"
        ),
        transform: ByteLimit.init
    )
    var turnTotalRate: ByteLimit?

    /// The configuration of TURN, nil when it is off.
    var configuration: ServerConfiguration.TURN? {
        guard turn == .on else { return nil }
        var configuration = ServerConfiguration.TURN()
        configuration.port = turnPort
        configuration.tlsPort = turnsPort
        configuration.external = external
        configuration.publicAddress = turnPublic
        if let relayPorts { configuration.relayPorts = relayPorts }
        if let turnAllocations { configuration.allocations = turnAllocations }
        if let turnRate { configuration.deviceRate = turnRate.bytes }
        if let turnTotalRate { configuration.totalRate = turnTotalRate.bytes }
        return configuration
    }

    func validate() throws {
        if turn == .off {
            try Arguments.refuseIdle(
                [
                    "--turn-port": turnPort != nil, "--turns-port": turnsPort != nil,
                    "--external-ip": !external.isEmpty,
                    "--turn-public": turnPublic != nil, "--relay-ports": relayPorts != nil,
                    "--turn-allocations": turnAllocations != nil, "--turn-rate": turnRate != nil,
                    "--turn-total-rate": turnTotalRate != nil,
                ],
                "with --turn off: leave one of the two out."
            )
        }
        try refuseDoubleExternal()
    }

    /// Refuses two external addresses for the same local address: only the first would ever be used.
    private func refuseDoubleExternal() throws {
        for (index, one) in external.enumerated() {
            guard
                let other = external[..<index].first(where: {
                    $0.local == one.local && $0.address.bitWidth == one.address.bitWidth
                })
            else { continue }
            let place = one.local.map { "\($0)" } ?? "all addresses of one family"
            throw ValidationError(
                "--external-ip names both \(other.address) and \(one.address) for \(place): name one, or say with "
                    + "/LOCAL which of this machine's each stands for."
            )
        }
    }
}
