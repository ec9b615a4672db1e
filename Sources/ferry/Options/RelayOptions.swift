import ArgumentParser
import FerryServer

/// The relay, for devices that cannot connect to each other directly.
struct RelayOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Whether the server passes data on when there is no direct way.", valueName: "on|off"))
    var relay: Toggle = .on

    @Option(
        help: ArgumentHelp("Relayed pairs of devices at once. By default 64.", valueName: "count"),
        transform: Arguments.count
    )
    var relayPairs: Int?

    @Option(
        help: ArgumentHelp(
            "Bytes for one pair: 500MB, 20GB, 1TB, or none for no limit. By default 100GB.",
            valueName: "bytes"
        ),
        transform: ByteLimit.init
    )
    var relayBytes: ByteLimit?

    @Option(
        help: ArgumentHelp("Time for one pair: 90s, 30m, 12h, 2d. By default 1d.", valueName: "time"),
        transform: TimeLimit.init
    )
    var relayTime: TimeLimit?

    /// The relay's configuration, nil when it is off.
    var configuration: ServerConfiguration.Relay? {
        guard relay == .on else { return nil }
        var configuration = ServerConfiguration.Relay.standard
        if let relayPairs { configuration.pairs = relayPairs }
        if let relayBytes { configuration.bytes = relayBytes.bytes }
        if let relayTime { configuration.time = relayTime.duration }
        return configuration
    }

    func validate() throws {
        guard relay == .off else { return }
        try Arguments.refuseIdle(
            ["--relay-pairs": relayPairs != nil, "--relay-bytes": relayBytes != nil, "--relay-time": relayTime != nil],
            "with --relay off: leave one of the two out."
        )
    }
}
