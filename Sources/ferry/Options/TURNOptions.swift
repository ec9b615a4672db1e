import ArgumentParser
import FerryServer
import NetPrimitives

/// STUN and TURN: how devices behind routers find a direct way, or one through this server.
struct TURNOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Whether the server answers STUN and TURN for its devices.", valueName: "on|off"))
    var turn: Toggle = .on

    @Option(
        help: ArgumentHelp(
            "UDP and TCP port of STUN and TURN. By default 3478, or a free one if that is taken.",
            valueName: "port"
        )
    )
    var turnPort: UInt16?

    @Option(
        help: ArgumentHelp(
            "TCP port of TURN over TLS, where HTTPS is on. By default 5349, or a free one if that is taken.",
            valueName: "port"
        )
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
    var relayPorts: ClosedRange<UInt16> = ServerConfiguration.TURN().relayPorts

    @Option(
        help: ArgumentHelp(
            "TURN allocations at once; a connection takes one to four. Each takes two descriptors, and there are no more "
                + "than a quarter of the descriptors this process may have.",
            valueName: "count"
        )
    )
    var turnAllocations = ServerConfiguration.TURN().allocations

    @Option(
        help: ArgumentHelp(
            "Bytes a second for one device, whatever its allocations: 10MB, or none for no limit.",
            valueName: "bytes"
        )
    )
    var turnRate = ByteLimit(bytes: ServerConfiguration.TURN().deviceRate)

    @Option(
        help: ArgumentHelp("Bytes a second for all of TURN: 100MB, or none for no limit.", valueName: "bytes")
    )
    var turnTotalRate = ByteLimit(bytes: ServerConfiguration.TURN().totalRate)

    /// What the options together ask for.
    var configuration: ServerConfiguration.TURN? {
        guard turn == .on else { return nil }
        var configuration = ServerConfiguration.TURN()
        configuration.port = turnPort
        configuration.tlsPort = turnsPort
        configuration.external = external
        configuration.publicAddress = turnPublic
        configuration.relayPorts = relayPorts
        configuration.allocations = turnAllocations
        configuration.deviceRate = turnRate.bytes
        configuration.totalRate = turnTotalRate.bytes
        return configuration
    }

    func validate() throws {
        guard turnAllocations > 0 else {
            throw ValidationError("--turn-allocations must be at least 1; --turn off for none.")
        }
    }
}
